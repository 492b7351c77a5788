import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ConfigReader } from '@backstage/config';
import {
  createStackBundle,
  EnvironmentCredentials,
  readEnvironments,
  stackUserSecretName,
  stateLayout,
  StateStore,
  TerraformRunner,
} from '@slipway/plugin-slipway-node';

/** Its root module. */
export const ROOT = `
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
  name = "/slipway/orders"
}
output "slipway_entity_ref" { value = "component:default/orders" }
`;

const stack = { kind: 'service', name: 'orders' } as const;
const operator = {
  accessKeyId: 'AKIALOCALOPERATOR000',
  secretAccessKey: 'local-operator-secret',
};

/** The stack `orders` of the environment `local`, with two sound versions of its state. */
export class RestorableStack {
  readonly store: StateStore;

  static async create(endpoint: string): Promise<RestorableStack> {
    const config = new ConfigReader({
      slipway: {
        environments: {
          local: {
            accountId: '123456789012',
            region: 'eu-central-1',
            endpoint,
            operator,
          },
        },
      },
    });
    const [environment] = readEnvironments(config);
    const credentials = EnvironmentCredentials.fromConfig(config, {
      environment,
    });
    const clientOptions = credentials.clientOptions('operator');
    const { bucket, key } = stateLayout(environment, stack);
    const store = StateStore.create({ environment, clientOptions });
    const s3 = new S3Client(clientOptions);
    const secrets = new SecretsManagerClient(clientOptions);
    const restorable = new RestorableStack(store);
    try {
      await s3.send(
        new CreateBucketCommand({
          Bucket: bucket,
          CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
        }),
      );
      await s3.send(
        new PutBucketVersioningCommand({
          Bucket: bucket,
          VersioningConfiguration: { Status: 'Enabled' },
        }),
      );
      await secrets.send(
        new CreateSecretCommand({
          Name: stackUserSecretName(environment),
          SecretString: JSON.stringify(operator),
        }),
      );
      await restorable.declare(ROOT, source =>
        TerraformRunner.create({ settings: {} }).withRun(
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
        ),
      );
      const state = JSON.parse(await textOf(store));
      state.serial += 1;
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: JSON.stringify(state),
        }),
      );
    } finally {
      s3.destroy();
      secrets.destroy();
    }
    return restorable;
  }

  private constructor(store: StateStore) {
    this.store = store;
  }

  /** Ids of all versions of the state, newest first. */
  async versions(): Promise<string[]> {
    const { states } = await this.store.listStackVersions(stack);
    return states.map(({ versionId }) => versionId ?? '');
  }

  async serial(): Promise<number> {
    return JSON.parse(await textOf(this.store)).serial;
  }

  /** Stores a root module as what was declared, and hands its folder over. */
  async declare(
    root: string,
    use: (source: string) => Promise<unknown> = async () => undefined,
  ): Promise<void> {
    const source = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    try {
      await writeFile(join(source, 'main.tf'), root);
      const body = await createStackBundle(source);
      await this.store.writeBundle(stack, { body });
      await use(source);
    } finally {
      await rm(source, { recursive: true });
    }
  }

  /** What the state knows. */
  async addresses(): Promise<string[]> {
    const { resources } = JSON.parse(await textOf(this.store));
    return resources.map(
      ({ type, name }: { type: string; name: string }) => `${type}.${name}`,
    );
  }

  async lock() {
    return this.store.readLock(stack);
  }
}

async function textOf(store: StateStore): Promise<string> {
  const state = await store.readState(stack);
  if (!state || state === 'not-modified') {
    throw new Error('There is no state');
  }
  return state.body.toString('utf8');
}
