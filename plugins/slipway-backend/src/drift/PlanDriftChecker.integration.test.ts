import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import {
  CreateBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { LocalAws } from '@slipway/local-aws';
import {
  createStackBundle,
  type Environment,
  EnvironmentCredentials,
  readEnvironments,
  stateLayout,
  StateStore,
  TerraformRunner,
} from '@slipway/plugin-slipway-node';
import { PlanDriftChecker } from './PlanDriftChecker';

jest.setTimeout(180_000);

const root = (retention: number) => `
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
provider "aws" {
  region = var.region
}
resource "aws_cloudwatch_log_group" "main" {
  name              = "/\${var.prefix}/\${var.stack}"
  retention_in_days = ${retention}
}
resource "aws_ssm_parameter" "main" {
  name  = "/\${var.prefix}/\${var.stack}"
  type  = "SecureString"
  value = "declared-canary"
}
`;

const key = { environment: 'local', stack: 'orders' };
const stack = { kind: 'service', name: 'orders' } as const;

describe('PlanDriftChecker', () => {
  const aws = LocalAws.create({ port: 0 });
  const runner = TerraformRunner.create({ settings: {} });
  let environment: Environment;
  let credentials: EnvironmentCredentials;
  let store: StateStore;
  let s3: S3Client;
  let source: string;
  let checker: PlanDriftChecker;

  const check = () => checker.check(key, new AbortController().signal);

  // Calls of the JSON protocol, as a person's hand change.
  async function change(target: string, body: object): Promise<void> {
    const response = await fetch(aws.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target,
        authorization: `AWS4-HMAC-SHA256 Credential=AKIALOCALOPERATOR000/20261123/eu-central-1/${
          target.startsWith('Logs') ? 'logs' : 'ssm'
        }/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  }

  async function declare(retention: number): Promise<void> {
    await writeFile(join(source, 'main.tf'), root(retention));
    await store.writeBundle(stack, { body: await createStackBundle(source) });
  }

  beforeAll(async () => {
    await aws.start();
    const config = new ConfigReader({
      slipway: {
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
      },
    });
    [environment] = readEnvironments(config);
    credentials = EnvironmentCredentials.fromConfig(config, { environment });
    const clientOptions = credentials.clientOptions('operator');
    store = StateStore.create({ environment, clientOptions });
    s3 = new S3Client(clientOptions);
    const { bucket } = stateLayout(environment, stack);
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    );
    checker = PlanDriftChecker.create({
      runner,
      accessOf: () => ({
        environment,
        state: store,
        scaling: new ApplicationAutoScalingClient(clientOptions),
        trail: new CloudTrailClient({ ...clientOptions, maxAttempts: 1 }),
        credentials: credentials.provider('operator'),
      }),
      logger: mockServices.logger.mock(),
    });
    source = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    await declare(7);
    await runner.withRun(
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
  });

  afterAll(async () => {
    await runner.shutdown();
    s3.destroy();
    await aws.stop();
    await rm(source, { recursive: true, force: true });
  });

  it('finds nothing to mend right after an apply', async () => {
    const result = await check();
    expect(result).toMatchObject({
      complete: true,
      serial: expect.any(Number),
    });
    expect(result.findings.filter(({ kind }) => kind !== 'state-only')).toEqual(
      [],
    );
  });

  it('tells a hand change from a declared one, and masks what may be secret', async () => {
    await change('Logs_20140328.PutRetentionPolicy', {
      logGroupName: '/slipway/orders',
      retentionInDays: 30,
    });
    await change('AmazonSSM.PutParameter', {
      Name: '/slipway/orders',
      Value: 'actual-canary',
      Type: 'SecureString',
      Overwrite: true,
    });
    const { findings } = await check();
    expect(findings).toContainEqual({
      kind: 'configuration',
      address: 'aws_cloudwatch_log_group.main',
      attribute: 'retention_in_days',
      action: 'update',
      declared: '7',
      actual: '30',
      masked: false,
    });
    expect(findings).toContainEqual({
      kind: 'configuration',
      address: 'aws_ssm_parameter.main',
      attribute: 'value',
      action: 'update',
      masked: true,
    });
    expect(JSON.stringify(findings)).not.toContain('canary');
  });

  it('calls what is declared and not applied pending', async () => {
    await change('Logs_20140328.PutRetentionPolicy', {
      logGroupName: '/slipway/orders',
      retentionInDays: 7,
    });
    await declare(14);
    expect((await check()).findings).toContainEqual(
      expect.objectContaining({
        kind: 'pending',
        attribute: 'retention_in_days',
        declared: '14',
        actual: '7',
      }),
    );
    await declare(7);
  });

  it('shows the part that was read, names the rest, and brings the rules of the stack', async () => {
    const ignoreFile = join(source, 'slipway.ignore.yaml');
    await writeFile(
      ignoreFile,
      'ignore: [{ address: aws_ssm_parameter.main, reason: rotated by hand }]',
    );
    await declare(7);
    await rm(ignoreFile);
    const faults = `${aws.url}/_local/faults`;
    await fetch(faults, {
      method: 'POST',
      body: JSON.stringify({ action: 'logs:DescribeLogGroups', kind: 'deny' }),
    });
    const result = await check().finally(() =>
      fetch(faults, { method: 'DELETE' }),
    );
    expect(result).toMatchObject({
      complete: false,
      unread: ['aws_cloudwatch_log_group.main'],
      notices: [
        'Terraform could not plan the stack orders in environment local: AWS denied logs:DescribeLogGroups',
      ],
      rules: [{ address: 'aws_ssm_parameter.main', reason: 'rotated by hand' }],
    });
    expect(result.findings).toContainEqual(
      expect.objectContaining({
        kind: 'configuration',
        address: 'aws_ssm_parameter.main',
        attribute: 'value',
      }),
    );
  });

  it('finds what was deleted by hand', async () => {
    await change('Logs_20140328.DeleteLogGroup', {
      logGroupName: '/slipway/orders',
    });
    expect((await check()).findings).toContainEqual({
      kind: 'configuration',
      address: 'aws_cloudwatch_log_group.main',
      action: 'create',
      masked: false,
    });
  });

  it('refuses to call a lost state clean', async () => {
    const { bucket, key: objectKey } = stateLayout(environment, stack);
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: objectKey,
        Body: Buffer.alloc(0),
      }),
    );
    await expect(check()).rejects.toMatchObject({
      problem: { code: 'state-damaged' },
    });
  });
});
