import { createHash } from 'node:crypto';
import { type Stack } from '@slipway/plugin-slipway-common';
import { type Environment } from '../environments';
import { stateLayout } from '../state';
import { type TerraformBinary } from './findBinary';

/**
 * Where Terraform keeps the state of a run: the environment's bucket, or (to look at a plan before there is a bucket)
 * a file that vanishes with the run.
 *
 * @public
 */
export type StateLocation = 'bucket' | 'temporary';

/**
 * What the environment decides of a run, as the texts of files: where the state is and, for an emulator, settings of the
 * provider. With the root module it is all that `init` depends on.
 *
 * @internal
 */
export type RunSettings = {
  environment: Environment;
  stack: Stack;
  stateLocation: StateLocation;
  backend: string;
  override: string;
  cliConfig: string;
};

/** @internal */
export function runSettings(options: {
  environment: Environment;
  stack: Stack;
  stateLocation: StateLocation;
  cliConfig: string;
}): RunSettings {
  const { environment, stack, stateLocation } = options;
  return {
    ...options,
    backend: backendFile(environment, stack),
    override: overrideFile(environment, stateLocation),
  };
}

/**
 * Of all that `init` depends on.
 *
 * @internal
 */
export function fingerprintOf(
  settings: RunSettings,
  options: { binary: TerraformBinary; bundle: Buffer },
): string {
  const { backend, override, cliConfig } = settings;
  const { command, version } = options.binary;
  return createHash('sha256')
    .update(JSON.stringify([backend, override, cliConfig, command, version]))
    .update(options.bundle)
    .digest('hex');
}

// An override file is merged into the blocks of the root, which itself knows nothing of emulators.
function overrideFile(
  environment: Environment,
  stateLocation: StateLocation,
): string {
  const provider = `provider "aws" {
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}
`;
  const backend = `terraform {
  backend "local" {}
}
`;
  return [
    ...(environment.endpoint ? [provider] : []),
    ...(stateLocation === 'temporary' ? [backend] : []),
  ].join('\n');
}

function backendFile(environment: Environment, stack: Stack): string {
  const { bucket, key } = stateLayout(environment, stack);
  const settings = {
    bucket,
    key,
    region: environment.region,
    encrypt: true,
    use_lockfile: true,
    ...(environment.endpoint
      ? {
          use_path_style: true,
          // An emulator that does not answer is not there; AWS is worth the patience.
          max_retries: 2,
          skip_credentials_validation: true,
          skip_metadata_api_check: true,
        }
      : {}),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
    .join('');
}
