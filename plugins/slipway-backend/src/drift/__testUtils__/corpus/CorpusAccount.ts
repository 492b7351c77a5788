import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { LocalAws } from '@slipway/local-aws';
import { type Stack, type StackKind } from '@slipway/plugin-slipway-common';
import {
  type Environment,
  EnvironmentCredentials,
  readEnvironments,
  type RunOptions,
  stateBucketName,
  StateStore,
  TerraformRunner,
} from '@slipway/plugin-slipway-node';
import { CorpusStack } from './CorpusStack';
import { HandChanges } from './HandChanges';

/** An account of the emulator, in which nobody is denied anything, with the state bucket of an environment. */
export class CorpusAccount {
  readonly #aws = LocalAws.create({ port: 0, enforceAccess: false });
  readonly #runner = TerraformRunner.create({
    settings: {
      roots: resolvePackagePath(
        '@slipway/plugin-slipway-backend',
        '../../terraform',
      ),
    },
  });
  #open:
    | { environment: Environment; credentials: EnvironmentCredentials }
    | undefined;

  async start(): Promise<void> {
    await this.#aws.start();
    const config = new ConfigReader({
      slipway: {
        environments: {
          local: {
            accountId: '123456789012',
            region: 'eu-central-1',
            endpoint: this.#aws.url,
            operator: {
              accessKeyId: 'AKIALOCALOPERATOR000',
              secretAccessKey: 'local-operator-secret',
            },
          },
        },
      },
    });
    const [environment] = readEnvironments(config);
    const credentials = EnvironmentCredentials.fromConfig(config, {
      environment,
    });
    this.#open = { environment, credentials };
    const s3 = new S3Client(credentials.clientOptions('operator'));
    await s3.send(
      new CreateBucketCommand({
        Bucket: stateBucketName(environment),
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    );
    s3.destroy();
  }

  stop(): Promise<void> {
    return this.#aws.stop();
  }

  rootOf(kind: StackKind): string {
    return this.#runner.shippedRoot(kind);
  }

  /** Applies a stack from the root that ships with Slipway, and hands it over. */
  async withStack(
    stack: Stack,
    variables: RunOptions['variables'],
    use: (corpus: CorpusStack) => Promise<void>,
  ): Promise<void> {
    if (!this.#open) {
      throw new Error('The account was not started');
    }
    const { environment, credentials } = this.#open;
    const store = StateStore.create({
      environment,
      clientOptions: credentials.clientOptions('operator'),
    });
    await this.#runner.withRun(
      {
        environment,
        stack,
        credentials: credentials.provider('operator'),
        source: this.rootOf(stack.kind),
        variables,
      },
      async run => {
        await run.init();
        const hand = new HandChanges(this.#aws.url);
        const corpus = new CorpusStack({ run, store, stack, hand });
        await corpus.mend();
        await use(corpus);
      },
    );
  }
}
