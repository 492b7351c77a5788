import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  coreServices,
  createServiceFactory,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { LocalAws } from '@slipway/local-aws';
import {
  driftResultSchema,
  facetNameSchema,
} from '@slipway/plugin-slipway-common';
import { ConfigReader } from '@backstage/config';
import {
  createStackBundle,
  EnvironmentCredentials,
  readEnvironments,
  stateBucketName,
  StateStore,
  TerraformRunner,
} from '@slipway/plugin-slipway-node';
import { type Knex } from 'knex';
import request from 'supertest';
import slipwayPlugin from '..';
import { HandChanges } from './__corpus__/HandChanges';

jest.setTimeout(300_000);

const ECS = 'AmazonEC2ContainerServiceV20141113';

// Every place that a secret can be in, each with a text of its own, once as declared and once as changed by hand.
const ROOT = `
terraform {
  backend "s3" {}
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
variable "environment" { type = string }
variable "region" { type = string }
variable "prefix" { type = string }
variable "account_id" { type = string }
variable "stack" { type = string }
variable "token" {
  type      = string
  sensitive = true
  default   = "canary-variable"
}
variable "plain" {
  type    = string
  default = "canary-default"
}
provider "aws" {
  region = var.region
}
resource "aws_cloudwatch_log_group" "main" {
  name              = "/slipway/orders"
  retention_in_days = 7
  tags              = { token = var.token, plain = var.plain }
}
resource "aws_ssm_parameter" "main" {
  name  = "/slipway/orders"
  type  = "SecureString"
  value = "canary-parameter"
}
data "aws_secretsmanager_random_password" "main" {
  password_length = 32
}
resource "aws_secretsmanager_secret" "main" {
  name = "slipway/services/orders"
}
resource "aws_secretsmanager_secret_version" "main" {
  secret_id     = aws_secretsmanager_secret.main.id
  secret_string = "canary-\${data.aws_secretsmanager_random_password.main.random_password}"
  lifecycle {
    ignore_changes = [secret_string]
  }
}
resource "aws_ecs_task_definition" "main" {
  family = "slipway-orders"
  container_definitions = jsonencode([{
    name        = "orders"
    image       = "orders:1"
    essential   = true
    cpu         = 10
    memory      = 32
    environment = [{ name = "PASSWORD", value = "canary-environment" }]
  }])
}
check "token" {
  assert {
    condition     = var.plain == ""
    error_message = "The token is \${var.plain}"
  }
}
output "slipway_entity_ref" { value = "component:default/orders" }
output "password" {
  value     = "canary-output"
  sensitive = true
}
output "plain" { value = "canary-plain-output" }
`;

const base = '/api/slipway/entities/default/component/orders';
const operator = {
  accessKeyId: 'AKIALOCALOPERATOR000',
  secretAccessKey: 'local-operator-secret-canary',
};

describe('secrets in state and plan', () => {
  const aws = LocalAws.create({ port: 0, enforceAccess: false });
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const log: string[] = [];
  const events: unknown[] = [];
  const notifications: unknown[] = [];
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];
  let knex: Knex;
  let source: string;

  function recordingLogger(): RootLoggerService {
    const record = (message: string, meta?: unknown) => {
      log.push(inspect([message, meta], { depth: 12 }));
    };
    const logger: RootLoggerService = {
      error: record,
      warn: record,
      info: record,
      debug: record,
      child: () => logger,
    };
    return logger;
  }

  async function applyRoot(): Promise<void> {
    const config = new ConfigReader({ slipway: slipwayConfig() });
    const [environment] = readEnvironments(config);
    const credentials = EnvironmentCredentials.fromConfig(config, {
      environment,
    });
    const clientOptions = credentials.clientOptions('operator');
    const s3 = new S3Client(clientOptions);
    await s3.send(
      new CreateBucketCommand({
        Bucket: stateBucketName(environment),
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    );
    s3.destroy();
    source = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    await writeFile(join(source, 'main.tf'), ROOT);
    const stack = { kind: 'service', name: 'orders' } as const;
    await StateStore.create({ environment, clientOptions }).writeBundle(stack, {
      body: await createStackBundle(source),
    });
    await TerraformRunner.create({ settings: {} }).withRun(
      {
        environment,
        stack,
        credentials: credentials.provider('operator'),
        source,
      },
      async run => {
        await run.init();
        await run.plan();
        await run.apply({ allowDestroy: false });
      },
    );
  }

  function slipwayConfig() {
    return {
      environments: {
        local: {
          accountId: '123456789012',
          region: 'eu-central-1',
          endpoint: aws.url,
          operator,
        },
      },
    };
  }

  async function changeByHand(): Promise<void> {
    const hand = new HandChanges(aws.url);
    await hand.json('ssm', 'AmazonSSM.PutParameter', {
      Name: '/slipway/orders',
      Value: 'canary-parameter-by-hand',
      Type: 'SecureString',
      Overwrite: true,
    });
    await hand.json('logs', 'Logs_20140328.TagLogGroup', {
      logGroupName: '/slipway/orders',
      tags: { token: 'canary-tag-by-hand', 'by-hand': 'canary-new-tag' },
    });
    await hand.json('logs', 'Logs_20140328.PutRetentionPolicy', {
      logGroupName: '/slipway/orders',
      retentionInDays: 30,
    });
    await hand.json('ecs', `${ECS}.DeregisterTaskDefinition`, {
      taskDefinition: 'slipway-orders:1',
    });
  }

  beforeAll(async () => {
    await aws.start();
    await applyRoot();
    knex = await databases.init('SQLITE_3');
    ({ server } = await startTestBackend({
      features: [
        slipwayPlugin,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'orders',
                namespace: 'default',
                annotations: { 'slipway.dev/stack': 'orders' },
              },
              relations: [
                { type: 'ownedBy', targetRef: 'group:default/orders-team' },
              ],
            },
          ],
        }),
        mockServices.rootConfig.factory({ data: { slipway: slipwayConfig() } }),
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: recordingLogger,
        }),
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => mockServices.database({ knex }),
        }),
        createServiceFactory({
          service: coreServices.auditor,
          deps: {},
          factory: () => ({
            createEvent: async options => {
              const { request: _, ...event } = options;
              events.push(event);
              return {
                success: async end => void events.push(end),
                fail: async end => void events.push(end),
              };
            },
          }),
        }),
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({
            send: async notification => void notifications.push(notification),
          }),
        }),
      ],
    }));
  });

  afterAll(async () => {
    await aws.stop();
    await rm(source, { recursive: true, force: true });
  });

  async function drift() {
    const { body } = await request(server)
      .get(`${base}/environments/local/facets/drift`)
      .expect(200);
    return driftResultSchema.parse(body);
  }

  it('appear in no response, log line, event, row or notification', async () => {
    await changeByHand();
    const responses: string[] = [];
    const fetch = async (path: string) => {
      const { text, status } = await request(server).get(path);
      responses.push(text);
      return { text, status };
    };
    const { status, text: accepted } = await request(server).post(
      `${base}/environments/local/drift-checks`,
    );
    expect(status).toBe(202);
    responses.push(accepted);
    let seen = await drift();
    const end = Date.now() + 120_000;
    while (
      !(seen.verdict === 'attention' && seen.data.lastCheck) &&
      Date.now() < end
    ) {
      await new Promise(resolve => setTimeout(resolve, 500));
      seen = await drift();
    }
    // The check saw the secrets: their attributes are among the findings, masked.
    expect(seen).toMatchObject({
      verdict: 'attention',
      data: {
        lastCheck: {
          complete: true,
          failedChecks: ['check.token'],
          findings: expect.arrayContaining([
            expect.objectContaining({
              address: 'aws_ssm_parameter.main',
              attribute: 'value',
              masked: true,
            }),
            expect.objectContaining({
              address: 'aws_cloudwatch_log_group.main',
              attribute: 'tags.token',
              masked: true,
            }),
            expect.objectContaining({
              address: 'aws_cloudwatch_log_group.main',
              attribute: 'retention_in_days',
              declared: '7',
              actual: '30',
            }),
          ]),
        },
      },
    });

    const environment = `${base}/environments/local`;
    await fetch('/api/slipway/environments');
    await fetch(base);
    await fetch(`${base}/overview`);
    await fetch(`${environment}/metrics`);
    for (const facet of facetNameSchema.options) {
      expect((await fetch(`${environment}/facets/${facet}`)).status).toBe(200);
    }
    const versions = await fetch(`${environment}/state/versions`);
    expect(versions.status).toBe(200);
    await fetch(`${environment}/state/difference?from=x&to=y`);

    const tables = await knex('sqlite_master').where({ type: 'table' });
    const rows = await Promise.all(tables.map(({ name }) => knex(name)));
    const places = { responses, log, events, notifications, rows };
    expect(notifications).toHaveLength(1);
    for (const [place, content] of Object.entries(places)) {
      expect(content).not.toHaveLength(0);
      expect({
        [place]: JSON.stringify(content).match(/.{0,40}canary.{0,20}/),
      }).toEqual({
        [place]: null,
      });
    }
  });
});
