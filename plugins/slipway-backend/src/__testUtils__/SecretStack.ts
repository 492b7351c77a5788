import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type Config } from '@backstage/config';
import {
  createStackBundle,
  EnvironmentCredentials,
  readEnvironments,
  stateBucketName,
  stateLayout,
  StateStore,
  TerraformRunner,
} from '@slipway/plugin-slipway-node';
import { HandChanges } from '../drift/__testUtils__/corpus/HandChanges';

const ECS = 'AmazonEC2ContainerServiceV20141113';
const stack = { kind: 'service', name: 'orders' } as const;

/** The stack `orders` of the first environment of a configuration, provisioned from a root module full of secrets. */
export class SecretStack {
  readonly #config: Config;
  readonly #folders: string[] = [];

  static create(config: Config): SecretStack {
    return new SecretStack(config);
  }

  private constructor(config: Config) {
    this.#config = config;
  }

  async apply(root: string): Promise<void> {
    const { environment, credentials, clientOptions } = this.#access();
    const s3 = new S3Client(clientOptions);
    await s3.send(
      new CreateBucketCommand({
        Bucket: stateBucketName(environment),
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    );
    await s3.send(
      new PutBucketVersioningCommand({
        Bucket: stateBucketName(environment),
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
    s3.destroy();
    const source = await this.declare(root);
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

  /** Stores a root module as what was declared, and applies nothing. */
  async declare(root: string): Promise<string> {
    const { environment, clientOptions } = this.#access();
    const source = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    this.#folders.push(source);
    await writeFile(join(source, 'main.tf'), root);
    await StateStore.create({ environment, clientOptions }).writeBundle(stack, {
      body: await createStackBundle(source),
      author: 'user:default/ada',
    });
    return source;
  }

  /** Puts a version with other secrets onto the key, and then one with those that were applied. */
  async addVersions(): Promise<void> {
    const { environment, clientOptions } = this.#access();
    const store = StateStore.create({ environment, clientOptions });
    const state = await store.readState(stack);
    if (!state || state === 'not-modified') {
      throw new Error('There is no state');
    }
    const text = state.body.toString('utf8');
    const { serial } = JSON.parse(text);
    const { bucket, key } = stateLayout(environment, stack);
    const s3 = new S3Client(clientOptions);
    const at = (offset: number) =>
      text.replace(`"serial": ${serial}`, `"serial": ${serial + offset}`);
    for (const body of [at(1).replaceAll('canary-', 'canary-other-'), at(2)]) {
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }),
      );
    }
    s3.destroy();
  }

  /** Changes values that are secret, past Terraform. */
  async changeByHand(endpoint: string): Promise<void> {
    const hand = new HandChanges(endpoint);
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
      taskDefinition: 'slipway-orders-by-hand:1',
    });
  }

  async dispose(): Promise<void> {
    await Promise.all(
      this.#folders.map(folder => rm(folder, { recursive: true, force: true })),
    );
  }

  #access() {
    const [environment] = readEnvironments(this.#config);
    const credentials = EnvironmentCredentials.fromConfig(this.#config, {
      environment,
    });
    const clientOptions = credentials.clientOptions('operator');
    return { environment, credentials, clientOptions };
  }
}
