import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { type Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import githubModule from '@backstage/plugin-scaffolder-backend-module-github';
import { LocalAws } from '@slipway/local-aws';
// What the read side finds is what the write side takes in: here both run, as in a portal.
// eslint-disable-next-line @backstage/no-mixed-plugin-imports
import slipwayPlugin from '@slipway/plugin-slipway-backend';
import { driftResultSchema, type Stack } from '@slipway/plugin-slipway-common';
import {
  assessState,
  createStackBundle,
  type Environment,
  EnvironmentCredentials,
  instancesOf,
  readEnvironments,
  stateBucketName,
  StateStore,
  stackUserSecretName,
  TerraformRunner,
  type TerraformRun,
} from '@slipway/plugin-slipway-node';
import { type JsonObject } from '@backstage/types';
import { create } from 'tar';
import { parse } from 'yaml';
import { z } from 'zod';
import scaffolderModuleSlipway from '..';
import { GitHubServer } from '../__testUtils__/GitHubServer';
import { pushImage } from '../__testUtils__/localImages';

jest.setTimeout(400_000);

const ROOT = resolvePackagePath(
  '@slipway/plugin-scaffolder-backend-module-slipway',
  '../..',
);
const ORDERS: Stack = { kind: 'service', name: 'orders' };

/** The repository of a service `orders`, as the software template makes it. */
async function renderRepository(): Promise<string> {
  const script = join(ROOT, 'scripts/test/renderService.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `const { renderService } = await import(${JSON.stringify(script)});
     process.stdout.write(await renderService({ database: false, javaVersion: '25', javaDistribution: 'temurin' }));`,
  ]);
  return stdout;
}

const service: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'orders',
    namespace: 'default',
    annotations: {
      'slipway.dev/stack': 'orders',
      'backstage.io/source-location':
        'url:https://github.example/acme/orders/tree/main/',
    },
  },
};

describe('from drift to a pull request', () => {
  const aws = LocalAws.create({ port: 0, enforceAccess: false });
  const runner = TerraformRunner.create({ settings: {} });
  let repository: string;
  let gitHub: GitHubServer;
  let environment: Environment;
  let credentials: EnvironmentCredentials;
  let backend: TestBackend;
  let image: string;
  let cleanCheck: string;

  const operator = () => credentials.clientOptions('operator');

  beforeAll(async () => {
    await aws.start();
    repository = await renderRepository();
    gitHub = new GitHubServer(() => pack(repository));
    await gitHub.start();
    const settings = {
      environments: {
        local: {
          accountId: '123456789012',
          region: 'eu-central-1',
          endpoint: aws.url,
          operator: {
            accessKeyId: 'AKIALOCALOPERATOR000',
            secretAccessKey: 'local-operator-secret',
          },
        },
      },
    };
    const config = new ConfigReader({ slipway: settings });
    [environment] = readEnvironments(config);
    credentials = EnvironmentCredentials.fromConfig(config, { environment });
    await bootstrap();
    await apply({ kind: 'platform' }, { nat_gateway: false });
    await apply(ORDERS, {});
    const digest = await pushImage(
      new ECRClient(operator()),
      'slipway/orders',
      'v1',
    );
    image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders@${digest}`;
    await apply(ORDERS, { image });
    backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        githubModule,
        scaffolderModuleSlipway,
        slipwayPlugin,
        catalogServiceMock.factory({
          entities: [service, await readTemplate()],
        }),
        mockServices.rootConfig.factory({
          data: {
            backend: {
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
            integrations: {
              github: [
                {
                  host: 'github.example',
                  apiBaseUrl: gitHub.apiUrl,
                  token: 'github-token',
                },
              ],
            },
            slipway: settings,
          },
        }),
      ],
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await gitHub?.stop();
    await aws.stop();
    await rm(repository, { recursive: true, force: true });
  });

  // As much of it as this needs: nobody is denied anything here.
  async function bootstrap(): Promise<void> {
    await new S3Client(operator()).send(
      new CreateBucketCommand({
        Bucket: stateBucketName(environment),
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    );
    await new SecretsManagerClient(operator()).send(
      new CreateSecretCommand({
        Name: stackUserSecretName(environment),
        SecretString: JSON.stringify({
          accessKeyId: 'AKIALOCALOPERATOR000',
          secretAccessKey: 'local-operator-secret',
        }),
      }),
    );
  }

  function work<T>(
    stack: Stack,
    options: { source: string; variables: JsonObject },
    use: (run: TerraformRun) => Promise<T>,
  ): Promise<T> {
    return runner.withRun(
      {
        environment,
        stack,
        credentials: credentials.provider('operator'),
        ...options,
      },
      async run => {
        await run.init();
        await run.plan();
        return use(run);
      },
    );
  }

  async function apply(stack: Stack, variables: JsonObject): Promise<void> {
    const source =
      stack.kind === 'service'
        ? join(repository, 'terraform')
        : join(ROOT, 'terraform', stack.kind);
    const store = StateStore.create({ environment, clientOptions: operator() });
    await work(stack, { source, variables }, async run => {
      await run.apply({ allowDestroy: false });
      await store.writeBundle(stack, {
        body: await createStackBundle(run.root),
      });
    });
  }

  // A call of AWS's API, as a person makes it past Terraform.
  async function call(
    name: string,
    headers: Record<string, string>,
    body: object,
  ): Promise<void> {
    const isQuery = headers['x-amz-target'] === undefined;
    const response = await fetch(aws.url, {
      method: 'POST',
      headers: {
        'content-type': isQuery
          ? 'application/x-www-form-urlencoded'
          : 'application/x-amz-json-1.1',
        ...headers,
        authorization: `AWS4-HMAC-SHA256 Credential=AKIALOCALOPERATOR000/20261123/eu-central-1/${name}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: isQuery
        ? new URLSearchParams(body as Record<string, string>).toString()
        : JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  }

  async function attributesOf(type: string): Promise<{ id: string }> {
    const store = StateStore.create({ environment, clientOptions: operator() });
    const state = await store.readState(ORDERS);
    if (!state || state === 'not-modified') {
      throw new Error('There is no state');
    }
    const { file } = assessState(state.body);
    const [found] = file
      ? instancesOf(file, type, z.object({ id: z.string() }))
      : [];
    return found.attributes;
  }

  const get = async (path: string) => {
    const response = await fetch(
      `http://127.0.0.1:${backend.server.port()}/api/${path}`,
      { headers: { authorization: mockCredentials.user.header() } },
    );
    expect(response.status).toBe(200);
    return response.json();
  };

  const post = async (path: string, body: object) => {
    const response = await fetch(
      `http://127.0.0.1:${backend.server.port()}/api/${path}`,
      {
        method: 'POST',
        headers: {
          authorization: mockCredentials.user.header(),
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      },
    );
    expect(response.status).toBeLessThan(300);
    return response.json();
  };

  const facet = 'slipway/entities/default/component/orders/environments/local';

  async function check(since?: string): Promise<string> {
    await post(`${facet}/drift-checks`, {});
    for (;;) {
      const result = driftResultSchema.parse(
        await get(`${facet}/facets/drift`),
      );
      const data = 'data' in result ? result.data : undefined;
      const at = data?.lastCheck?.checkedAt;
      if (at && at !== since && !data.checking) {
        return at;
      }
      await new Promise(resolve => setTimeout(resolve, 300));
    }
  }

  async function runTemplate(): Promise<{ status: string; log: string }> {
    const { id } = await post('scaffolder/v2/tasks', {
      templateRef: 'template:default/slipway-adopt-drift',
      values: { entityRef: 'component:default/orders', environment: 'local' },
    });
    for (;;) {
      const { status } = await get(`scaffolder/v2/tasks/${id}`);
      if (status !== 'open' && status !== 'processing') {
        const events = await get(`scaffolder/v2/tasks/${id}/events`);
        return { status, log: JSON.stringify(events) };
      }
      await new Promise(resolve => setTimeout(resolve, 300));
    }
  }

  it('opens none where there is no drift', async () => {
    cleanCheck = await check();
    const { status, log } = await runTemplate();
    expect(log).toContain('Nothing was adopted');
    expect(status).toBe('failed');
    expect(gitHub.pullRequests).toEqual([]);
  });

  it('takes plain values into the code and leaves the rest to people', async () => {
    const group = await attributesOf('aws_security_group');
    const targets = await attributesOf('aws_lb_target_group');
    await new ECSClient(operator()).send(
      new UpdateServiceCommand({
        cluster: 'slipway',
        service: 'slipway-orders',
        desiredCount: 3,
      }),
    );
    await call(
      'logs',
      { 'x-amz-target': 'Logs_20140328.PutRetentionPolicy' },
      { logGroupName: '/slipway/orders', retentionInDays: 90 },
    );
    await call(
      'elasticloadbalancing',
      {},
      {
        Action: 'ModifyTargetGroupAttributes',
        Version: '2015-12-01',
        TargetGroupArn: targets.id,
        'Attributes.member.1.Key': 'deregistration_delay.timeout_seconds',
        'Attributes.member.1.Value': '5',
      },
    );
    await call(
      'ec2',
      {},
      {
        Action: 'CreateTags',
        Version: '2016-11-15',
        'ResourceId.1': group.id,
        'Tag.1.Key': 'by-hand',
        'Tag.1.Value': 'canary-of-a-tag',
      },
    );
    await call(
      'monitoring',
      {},
      {
        Action: 'DeleteAlarms',
        Version: '2010-08-01',
        'AlarmNames.member.1': 'slipway-orders/cpu',
      },
    );
    const checkedAt = await check(cleanCheck);

    const { status, log } = await runTemplate();
    expect({ status, log }).toMatchObject({ status: 'completed' });
    expect(log).not.toContain('canary-of-a-tag');
    const [pull] = gitHub.pullRequests;
    expect(pull).toMatchObject({
      title: 'Take the drift of orders in local into the code',
      base: 'main',
      head: expect.stringMatching(
        /^acme:slipway\/adopt-drift-orders-local-\d{14}$/,
      ),
    });
    expect(pull.body).toContain(checkedAt);
    expect(pull.body).toContain(
      '| `aws_ecs_service.main[0]` | `desired_count` | `1` | `3` |',
    );
    expect(pull.body).toContain(
      '| `aws_cloudwatch_log_group.main` | `retention_in_days` | `30` | `90` |',
    );
    expect(pull.body).toContain(
      '| `aws_lb_target_group.main` | `deregistration_delay` | `30` | `5` |',
    );
    expect(pull.body).toMatch(
      /`aws_security_group.service` \| `tags.by-hand` \| its value may be a secret .*terraform\/network.tf/,
    );
    expect(pull.body).toMatch(
      /`aws_cloudwatch_metric_alarm.main\["cpu"\]` \| the whole resource \| .*terraform\/alarms.tf/,
    );
    expect(pull.body).not.toContain('canary');
    expect([...pull.files.keys()].sort()).toEqual([
      'terraform/network.tf',
      'terraform/terraform.tfvars.json',
    ]);
  });

  it('makes the code say what is real: a plan of the branch changes no more of it', async () => {
    const branch = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    try {
      await cp(repository, branch, { recursive: true });
      for (const [file, text] of gitHub.pullRequests[0].files) {
        await writeFile(join(branch, file), text);
      }
      const plan = await work(
        ORDERS,
        { source: join(branch, 'terraform'), variables: { image } },
        run => run.readPlan(),
      );
      const changed = plan.resource_changes
        .filter(
          ({ mode, change }) =>
            mode !== 'data' && change.actions[0] !== 'no-op',
        )
        .map(({ address }) => address);
      expect(changed.sort()).toEqual([
        'aws_cloudwatch_metric_alarm.main["cpu"]',
        'aws_security_group.service',
      ]);
    } finally {
      await rm(branch, { recursive: true });
    }
  });
});

async function readTemplate(): Promise<Entity> {
  const file = join(ROOT, 'templates/operations/adopt-drift/template.yaml');
  const template = parse(await readFile(file, 'utf8'));
  return {
    ...template,
    metadata: {
      ...template.metadata,
      namespace: 'default',
      annotations: { 'backstage.io/managed-by-location': `file:${file}` },
    },
  };
}

async function pack(folder: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of create(
    { cwd: dirname(folder), gzip: true, portable: true },
    [basename(folder)],
  )) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
