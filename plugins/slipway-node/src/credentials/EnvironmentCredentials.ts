import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { type AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { type Config } from '@backstage/config';
import {
  DefaultAwsCredentialsManager,
  type AwsCredentialsManager,
} from '@backstage/integration-aws-node';
import { type Environment } from '../environments';
import { awsClientOptions, type AwsClientOptions } from './awsClientOptions';
import { EnvironmentNotBootstrappedError } from './EnvironmentNotBootstrappedError';
import { memoizeCredentials } from './memoizeCredentials';
import { readStackUserKey, stackUserSecretName } from './stackUserSecret';

const HOUR_MS = 60 * 60 * 1000;
// Short, so that a rotated key is picked up without a restart.
const STACK_USER_MAX_AGE_MS = 60 * 1000;

/**
 * Who acts in an environment:
 * - `operator` bootstraps;
 * - `stackUser` creates the platform and the services;
 * - `reader` only reads: the role `<prefix>-reader`.
 *
 * @public
 */
export type Identity = 'operator' | 'stackUser' | 'reader';

/**
 * The three identities of one environment. Keep one instance for each environment: it remembers credentials, so that
 * the reader role is assumed once an hour however many clients there are.
 *
 * @public
 */
export class EnvironmentCredentials {
  readonly #providers: Record<Identity, AwsCredentialIdentityProvider>;
  readonly #environment: Environment;

  static create(options: {
    environment: Environment;
    /** Gives the operator's credentials where the environment has no access key of its own. */
    awsCredentials: AwsCredentialsManager;
  }): EnvironmentCredentials {
    return new EnvironmentCredentials(options);
  }

  /** With the AWS integration of app-config (`aws.accounts`). */
  static fromConfig(
    config: Config,
    options: { environment: Environment },
  ): EnvironmentCredentials {
    return new EnvironmentCredentials({
      environment: options.environment,
      awsCredentials: DefaultAwsCredentialsManager.fromConfig(config),
    });
  }

  private constructor(options: {
    environment: Environment;
    awsCredentials: AwsCredentialsManager;
  }) {
    this.#environment = options.environment;
    const operator = operatorProvider(options);
    this.#providers = {
      operator,
      stackUser: memoizeCredentials(
        stackUserProvider(options.environment, operator),
        { maxAgeMs: STACK_USER_MAX_AGE_MS },
      ),
      reader: memoizeCredentials(
        readerProvider(options.environment, operator),
        { maxAgeMs: HOUR_MS },
      ),
    };
  }

  /**
   * The credentials of an identity.
   *
   * @throws EnvironmentNotBootstrappedError (when asked for credentials) for `stackUser` without its access key.
   */
  provider(identity: Identity): AwsCredentialIdentityProvider {
    return this.#providers[identity];
  }

  /** The options of an SDK client that acts as an identity. */
  clientOptions(identity: Identity): AwsClientOptions {
    return awsClientOptions(this.#environment, this.#providers[identity]);
  }
}

function operatorProvider(options: {
  environment: Environment;
  awsCredentials: AwsCredentialsManager;
}): AwsCredentialIdentityProvider {
  const { operator, accountId } = options.environment;
  if (operator) {
    return async () => ({ ...operator });
  }
  // The manager's own provider is kept, for it may renew itself.
  let found: Promise<AwsCredentialIdentityProvider> | undefined;
  return async () => {
    found ??= options.awsCredentials
      .getCredentialProvider({ accountId })
      .then(answer => answer.sdkCredentialProvider)
      .catch(error => {
        found = undefined;
        throw error;
      });
    return (await found)();
  };
}

function stackUserProvider(
  environment: Environment,
  operator: AwsCredentialIdentityProvider,
): AwsCredentialIdentityProvider {
  const client = new SecretsManagerClient(
    awsClientOptions(environment, operator),
  );
  return async () => {
    const secretName = stackUserSecretName(environment);
    const key = await readStackUserKey(client, secretName);
    if (!key) {
      throw new EnvironmentNotBootstrappedError({
        environment: environment.name,
        missing: `the stack user's access key (secret ${secretName})`,
      });
    }
    return key;
  };
}

function readerProvider(
  environment: Environment,
  operator: AwsCredentialIdentityProvider,
): AwsCredentialIdentityProvider {
  const { accountId, prefix, region } = environment;
  const { credentials: _, ...clientConfig } = awsClientOptions(
    environment,
    operator,
  );
  return fromTemporaryCredentials({
    masterCredentials: operator,
    params: {
      RoleArn: `arn:${partitionOf(
        region,
      )}:iam::${accountId}:role/${prefix}-reader`,
      RoleSessionName: 'slipway',
      DurationSeconds: 3600,
    },
    clientConfig,
  });
}

/**
 * The AWS partition of a region, the second part of every ARN.
 *
 * @public
 */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) {
    return 'aws-cn';
  }
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
