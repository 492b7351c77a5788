import { type AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { type Environment } from '../environments';

/**
 * What every AWS SDK client of Slipway is created with.
 *
 * @public
 */
export type AwsClientOptions = {
  region: string;
  credentials: AwsCredentialIdentityProvider;
  /** Only for an emulator. */
  endpoint?: string;
  /** Only S3 reads it: an emulator has no DNS name for each bucket. */
  forcePathStyle: boolean;
  customUserAgent: string;
  maxAttempts: number;
  /** Milliseconds. */
  requestHandler: {
    connectionTimeout: number;
    requestTimeout: number;
    throwOnRequestTimeout: true;
  };
};

/**
 * The options of an SDK client that acts in an environment.
 *
 * @public
 */
export function awsClientOptions(
  environment: Environment,
  credentials: AwsCredentialIdentityProvider,
): AwsClientOptions {
  return {
    region: environment.region,
    credentials,
    ...(environment.endpoint ? { endpoint: environment.endpoint } : {}),
    forcePathStyle: environment.endpoint !== undefined,
    customUserAgent: 'slipway',
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      // Without it the SDK only logs that a call takes too long, and waits on.
      throwOnRequestTimeout: true,
    },
  };
}
