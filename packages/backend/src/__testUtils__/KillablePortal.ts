import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalAws } from '@slipway/local-aws';
import { PortalProcess } from './PortalProcess';
import { RestorableStack } from './RestorableStack';

const ENVIRONMENT =
  '/api/slipway/entities/default/component/orders/environments/local';

const CATALOG_FILE = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: orders
  annotations:
    slipway.dev/stack: orders
spec:
  type: service
  lifecycle: production
  owner: group:default/orders-team
`;

/** Where a portal keeps what outlives its process. */
export type Database = 'SQLite' | 'PostgreSQL';

/** The databases of this machine; `npm test` starts a PostgreSQL and says where it is. */
export function databases(): Database[] {
  return postgresUrl() ? ['SQLite', 'PostgreSQL'] : ['SQLite'];
}

function postgresUrl(): string | undefined {
  return process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
}

/** A portal that can be killed and started again, with an account of AWS that has the stack `orders`. */
export class KillablePortal {
  readonly stack: RestorableStack;
  readonly #aws: LocalAws;
  readonly #folder: string;
  #process: PortalProcess | undefined;

  static async create(database: Database): Promise<KillablePortal> {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    const repository = join(folder, 'repositories', 'orders');
    await mkdir(repository, { recursive: true });
    await mkdir(join(folder, 'work'));
    await writeFile(join(repository, 'catalog-info.yaml'), CATALOG_FILE);
    await writeFile(
      join(folder, 'app-config.yaml'),
      JSON.stringify(configOf(database, folder)),
    );
    const aws = LocalAws.create({ port: 0, enforceAccess: false });
    await aws.start();
    const stack = await RestorableStack.create(aws.url);
    return new KillablePortal({ aws, folder, stack });
  }

  private constructor(options: {
    aws: LocalAws;
    folder: string;
    stack: RestorableStack;
  }) {
    this.#aws = options.aws;
    this.#folder = options.folder;
    this.stack = options.stack;
  }

  get pid(): number {
    return this.#running.pid;
  }

  /** What it has logged since it was started last. */
  get log(): string {
    return this.#running.log;
  }

  /** Starts it, and waits until its catalog has the service and a template. */
  async start(template: string): Promise<void> {
    this.#process = await PortalProcess.start({
      port: await freePort(),
      configs: [join(this.#folder, 'app-config.yaml')],
      environment: {
        SLIPWAY_AWS_ENDPOINT: this.#aws.url,
        SLIPWAY_LOCAL_FOLDER: this.#folder,
        // What is found at a start is its own, and nothing of other tests.
        TMPDIR: join(this.#folder, 'work'),
      },
    });
    await eventually(
      () => this.get('/api/catalog/entities'),
      entities =>
        [
          ['component', 'orders'],
          ['template', template],
        ].every(([kind, name]) =>
          entities.some(
            (entity: any) =>
              entity.kind.toLowerCase() === kind &&
              entity.metadata.name === name,
          ),
        ),
    );
  }

  /** `kill -9` */
  async kill(): Promise<void> {
    await this.#process?.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.kill();
    await this.#aws.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async get(path: string): Promise<any> {
    return this.#running.get(path);
  }

  /** The facet of the service. */
  async facet(name: 'drift' | 'state'): Promise<any> {
    return this.get(`${ENVIRONMENT}/facets/${name}`);
  }

  async checkDrift(): Promise<void> {
    await this.#running.post(`${ENVIRONMENT}/drift-checks`);
  }

  /** Fills in a template for the stack, and answers the id of its task. */
  async create(template: string, values: object): Promise<string> {
    const { id } = await this.#running.post('/api/scaffolder/v2/tasks', {
      templateRef: `template:default/${template}`,
      values: { environment: 'local', stack: 'orders', ...values },
    });
    return id;
  }

  /** How a task ended, with the types of its events and its log. */
  async endOf(id: string) {
    const events = await eventually(
      () => this.get(`/api/scaffolder/v2/tasks/${id}/events`),
      list => list.some(({ type }: any) => type === 'completion'),
    );
    const { status } = await this.get(`/api/scaffolder/v2/tasks/${id}`);
    return {
      status,
      events: events.map(({ type }: any) => type as string),
      log: events.map(({ body }: any) => body.message).join('\n') as string,
    };
  }

  async logOf(id: string): Promise<string> {
    const events = await this.get(`/api/scaffolder/v2/tasks/${id}/events`);
    return events.map(({ body }: any) => body.message).join('\n');
  }

  /** Lets AWS take two minutes for each call of an action. */
  async stall(action: string): Promise<void> {
    await this.#faults('POST', { action, kind: 'latency', ms: 120_000 });
  }

  async endStalls(): Promise<void> {
    await this.#faults('DELETE');
  }

  /** A call of AWS's API, as a person makes it past Terraform. */
  async callAws(service: string, target: string, body: object): Promise<void> {
    const { status } = await fetch(this.#aws.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target,
        authorization: `AWS4-HMAC-SHA256 Credential=AKIALOCALOPERATOR000/20261125/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(body),
    });
    if (status !== 200) {
      throw new Error(`${target} answered ${status}`);
    }
  }

  async #faults(method: 'POST' | 'DELETE', body?: object): Promise<void> {
    await fetch(`${this.#aws.url}/_local/faults`, {
      method,
      body: body && JSON.stringify(body),
    });
  }

  get #running(): PortalProcess {
    if (!this.#process) {
      throw new Error('The portal does not run');
    }
    return this.#process;
  }
}

/** Reads until something is there, or for as long as a test waits. */
export async function eventually<T>(
  read: () => Promise<T> | T,
  isThere: (value: T) => boolean,
): Promise<T> {
  const end = Date.now() + 90_000;
  for (;;) {
    const value = await read();
    if (isThere(value) || Date.now() > end) {
      return value;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

// As in production a database that outlives the process; a killed task is found within seconds, not half a minute.
function configOf(database: Database, folder: string): object {
  return {
    backend: {
      database:
        database === 'SQLite'
          ? {
              client: 'better-sqlite3',
              connection: { directory: join(folder, 'database') },
            }
          : {
              client: 'pg',
              connection: postgresUrl(),
              prefix: `killed_portal_${process.pid}_`,
            },
    },
    scaffolder: { taskRecovery: { staleTimeout: { seconds: 5 } } },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
