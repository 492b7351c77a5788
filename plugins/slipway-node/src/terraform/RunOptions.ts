import { type AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { type JsonObject } from '@backstage/types';
import { type Stack } from '@slipway/plugin-slipway-common';
import { type Environment } from '../environments';
import { type StateLocation } from './runSettings';
import { type LogLine } from './TerraformRun';

/**
 * What a run needs.
 *
 * @public
 */
export type RunOptions = {
  environment: Environment;
  stack: Stack;
  /** Who runs it: `EnvironmentCredentials.provider(…)`. */
  credentials: AwsCredentialIdentityProvider;
  /** Folder of the root module; it is copied. */
  source: string;
  /** Variables on top of those that lie beside the root module. Environment, region, prefix, account and stack are always Slipway's own. */
  variables?: JsonObject;
  /** `temporary` plans without a state bucket; the state vanishes with the run. */
  stateLocation?: StateLocation;
  log?: LogLine;
  /** Interrupts Terraform, which then saves the state and releases the lock. */
  signal?: AbortSignal;
};

/**
 * What a run of a stack bundle needs.
 *
 * @public
 */
export type BundleRunOptions = Pick<
  RunOptions,
  'environment' | 'stack' | 'credentials' | 'log' | 'signal'
> & {
  /** What `createStackBundle` made. */
  bundle: Buffer;
};
