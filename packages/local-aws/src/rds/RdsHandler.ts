import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InternalClient } from '../client/InternalClient';
import { AwsError } from '../proxy/AwsError';
import type { AwsRequest } from '../proxy/AwsRequest';
import type { AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';
import { amendInstances, textOf, type InstanceFacts } from './dbInstanceXml';
import { majorVersions, offeredVersion } from './engineVersions';
import { describeMajorVersions, describeVersions } from './engineVersionsXml';
import { findPostgres, PACKAGED_MAJOR } from './postgresBinaries';
import { PostgresServer, type MasterUser } from './PostgresServer';

/** Members of `ModifyDBInstance` that change the password. */
const MASTER_PASSWORD_MEMBERS = [
  'MasterUserPassword',
  'ManageMasterUserPassword',
  'RotateMasterUserPassword',
];

interface Instance {
  master: string;
  status: string;
  /** moto gives every instance the same one, and the Terraform provider reads an instance by it. */
  resourceId: string;
  lifecycleSupport: string;
  server?: PostgresServer;
  /** Resolves when the server runs or has failed to. */
  started: Promise<void>;
}

/**
 * RDS that runs: moto keeps the instance's settings, and a PostgreSQL process of the asked major version stands for
 * it, reachable on loopback with the user and password that the caller gave or that RDS manages in Secrets Manager.
 */
export class RdsHandler implements Handler {
  readonly #client: InternalClient;
  readonly #instances = new Map<string, Instance>();
  #directory: Promise<string> | undefined;

  private constructor(client: InternalClient) {
    this.#client = client;
  }

  /** `client` reaches moto. */
  static create(options: { client: InternalClient }): RdsHandler {
    return new RdsHandler(options.client);
  }

  async handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    if (request.service !== 'rds') {
      return next();
    }
    const form = request.form ?? new URLSearchParams();
    if (request.action === 'DescribeDBEngineVersions') {
      return xmlAnswer(describeVersions(form));
    }
    if (request.action === 'DescribeDBMajorEngineVersions') {
      return xmlAnswer(describeMajorVersions(form));
    }
    if (request.action === 'CreateDBInstance') {
      await this.#requireVersion(form);
    }
    if (request.action === 'DescribeDBInstances') {
      this.#findByResourceId(request, form);
    }
    const answer = await next();
    if (answer.status === 200) {
      await this.#follow(request, answer);
    }
    const xml = amendInstances(answer.body.toString('utf8'), id =>
      this.#factsOf(id),
    );
    return { ...answer, body: Buffer.from(xml) };
  }

  /** Ends every PostgreSQL process and removes their data. */
  async stop(): Promise<void> {
    for (const identifier of [...this.#instances.keys()]) {
      await this.#end(identifier);
    }
    if (this.#directory) {
      await rm(await this.#directory, { recursive: true, force: true });
    }
  }

  async #follow(request: AwsRequest, answer: AwsResponse): Promise<void> {
    const form = request.form ?? new URLSearchParams();
    const identifier = form.get('DBInstanceIdentifier') ?? '';
    switch (request.action) {
      case 'CreateDBInstance':
        if (form.get('Engine') === 'postgres') {
          await this.#create(request, answer);
        }
        break;
      case 'ModifyDBInstance':
        if (MASTER_PASSWORD_MEMBERS.some(name => form.has(name))) {
          await this.#changePassword(request, answer);
        }
        break;
      case 'DeleteDBInstance':
        await this.#end(identifier);
        break;
      default:
        break;
    }
  }

  async #requireVersion(form: URLSearchParams): Promise<void> {
    if (form.get('Engine') !== 'postgres') {
      return;
    }
    const asked = form.get('EngineVersion');
    if (asked && !offeredVersion(asked)) {
      throw new AwsError(
        'InvalidParameterCombination',
        `Cannot find version ${asked} for postgres: RDS offers ${majorVersions
          .flatMap(({ minors }) => minors)
          .join(', ')}`,
      );
    }
    const major = majorOf(form);
    if (!(await findPostgres(major, await this.#folder()))) {
      throw new AwsError(
        'InvalidParameterCombination',
        `Cannot find version ${major} for postgres: local-aws runs PostgreSQL ${PACKAGED_MAJOR}, and those that are installed below /usr/lib/postgresql`,
      );
    }
  }

  async #create(request: AwsRequest, answer: AwsResponse): Promise<void> {
    const form = request.form ?? new URLSearchParams();
    const identifier = form.get('DBInstanceIdentifier') ?? '';
    const master = await this.#masterOf(request, answer);
    const instance: Instance = {
      master: master.name,
      status: 'creating',
      resourceId: `db-${randomBytes(13).toString('hex').toUpperCase()}`,
      lifecycleSupport:
        form.get('EngineLifecycleSupport') ??
        'open-source-rds-extended-support',
      started: Promise.resolve(),
    };
    instance.started = this.#start(instance, {
      identifier,
      major: majorOf(form),
      master,
      database: form.get('DBName') ?? undefined,
    });
    this.#instances.set(identifier, instance);
  }

  async #start(
    instance: Instance,
    options: {
      identifier: string;
      major: string;
      master: MasterUser;
      database?: string;
    },
  ): Promise<void> {
    const { identifier, major, master, database } = options;
    const folder = await this.#folder();
    try {
      const binaries = await findPostgres(major, folder);
      if (!binaries) {
        throw new Error(`PostgreSQL ${major} is not installed`);
      }
      instance.server = await PostgresServer.start({
        binaries,
        directory: join(folder, identifier),
        master,
        database,
      });
      instance.status = 'available';
    } catch {
      // RDS says no more than this either; the caller sees the state and creates the instance anew.
      instance.status = 'failed';
    }
  }

  async #masterOf(
    request: AwsRequest,
    answer: AwsResponse,
  ): Promise<MasterUser> {
    const form = request.form ?? new URLSearchParams();
    const name = form.get('MasterUsername') ?? 'postgres';
    const password = form.get('MasterUserPassword');
    if (password) {
      return { name, password };
    }
    return this.#managePassword(name, { request, answer });
  }

  /** Makes a password and writes it to the secret that moto made for it, where moto itself keeps made-up values. */
  async #managePassword(
    name: string,
    call: { request: AwsRequest; answer: AwsResponse },
  ): Promise<MasterUser> {
    const password = randomBytes(20).toString('base64url');
    await this.#client.json(
      {
        service: 'secretsmanager',
        region: call.request.region,
        action: 'PutSecretValue',
      },
      {
        SecretId: textOf(call.answer.body.toString('utf8'), 'SecretArn'),
        SecretString: JSON.stringify({ username: name, password }),
        ClientRequestToken: randomUUID(),
      },
    );
    return { name, password };
  }

  async #changePassword(
    request: AwsRequest,
    answer: AwsResponse,
  ): Promise<void> {
    const form = request.form ?? new URLSearchParams();
    const instance = this.#instances.get(
      form.get('DBInstanceIdentifier') ?? '',
    );
    if (!instance) {
      return;
    }
    const given = form.get('MasterUserPassword');
    const master = given
      ? { name: instance.master, password: given }
      : await this.#managePassword(instance.master, { request, answer });
    await instance.started;
    await instance.server?.setPassword(master);
  }

  async #end(identifier: string): Promise<void> {
    const instance = this.#instances.get(identifier);
    this.#instances.delete(identifier);
    await instance?.started;
    await instance?.server?.stop();
  }

  /** Turns the filter `dbi-resource-id` into the identifier, which moto tells apart. */
  #findByResourceId(request: AwsRequest, form: URLSearchParams): void {
    if (form.get('Filters.Filter.1.Name') !== 'dbi-resource-id') {
      return;
    }
    const asked = form.get('Filters.Filter.1.Values.Value.1');
    for (const [identifier, { resourceId }] of this.#instances) {
      if (resourceId === asked) {
        const named = new URLSearchParams(
          [...form].filter(([name]) => !name.startsWith('Filters.')),
        );
        named.set('DBInstanceIdentifier', identifier);
        request.body = Buffer.from(named.toString());
      }
    }
  }

  #factsOf(identifier: string): InstanceFacts | undefined {
    const instance = this.#instances.get(identifier);
    return (
      instance && {
        status: instance.status,
        resourceId: instance.resourceId,
        lifecycleSupport: instance.lifecycleSupport,
        port: instance.server?.port,
        version: instance.server?.version,
      }
    );
  }

  /** Below the system's temporary folder, where another user than this one can read. */
  #folder(): Promise<string> {
    this.#directory ??= (async () => {
      const path = await mkdtemp(join(tmpdir(), 'local-aws-rds-'));
      await chmod(path, 0o755);
      return path;
    })();
    return this.#directory;
  }
}

function xmlAnswer(xml: string): AwsResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: Buffer.from(xml),
  };
}

function majorOf(form: URLSearchParams): string {
  return (form.get('EngineVersion') ?? PACKAGED_MAJOR).split('.')[0];
}
