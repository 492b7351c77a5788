import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isError } from '@backstage/errors';
import { type JsonObject } from '@backstage/types';
import { type Stack } from '@slipway/plugin-slipway-common';
import { z } from 'zod';
import { createTemporaryFolder } from '../folders';
import { type Environment } from '../environments';
import { stackId, stateLayout } from '../state';

/** The variables of a root module lie here. */
const VARIABLES_FILE = 'terraform.tfvars.json';

/** Files with this start belong to a run and are never part of a bundle. */
const RUN_FILE_PREFIX = 'slipway_';

const OVERRIDE_FILE = `${RUN_FILE_PREFIX}override.tf`;
const BACKEND_FILE = `${RUN_FILE_PREFIX}backend.tfbackend`;
const IMPORTS_FILE = `${RUN_FILE_PREFIX}imports.tf`;

/**
 * Where Terraform keeps the state of a run: the environment's bucket, or (to look at a plan before there is a bucket)
 * a file that vanishes with the run.
 *
 * @public
 */
export type StateLocation = 'bucket' | 'temporary';

/**
 * A private folder with a copy of a root module, made ready for one run.
 *
 * @internal
 */
export type RunFolder = {
  /** The root module. */
  root: string;
  /** HOME of the process. */
  home: string;
  cliConfigFile: string;
  planFile: string;
  /** Arguments of `init` that tell where the state is. */
  backendArguments: string[];
  dispose(): Promise<void>;
};

/**
 * Copies a root module to a private folder and writes beside its files what the environment decides: variables,
 * backend and, for an emulator, settings of the provider.
 *
 * @internal
 */
export async function createRunFolder(options: {
  environment: Environment;
  stack: Stack;
  source: string;
  variables: JsonObject;
  cliConfig: string;
  stateLocation: StateLocation;
}): Promise<RunFolder> {
  const { environment, stack, source, stateLocation } = options;
  const folder = await createTemporaryFolder('run');
  const root = join(folder, 'root');
  const home = join(folder, 'home');
  const cliConfigFile = join(folder, 'cli.tfrc');
  try {
    await cp(source, root, {
      recursive: true,
      filter: path => path === source || isPartOfRoot(path),
    });
    await mkdir(home);
    await writeFile(cliConfigFile, options.cliConfig);
    await writeStackVariables({ ...options, root });
    await writeFile(
      join(root, OVERRIDE_FILE),
      overrideFile(environment, stateLocation),
    );
    await writeFile(join(root, BACKEND_FILE), backendFile(environment, stack));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    root,
    home,
    cliConfigFile,
    planFile: join(folder, 'plan.tfplan'),
    backendArguments:
      stateLocation === 'bucket' ? [`-backend-config=${BACKEND_FILE}`] : [],
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * Makes Terraform adopt resources that exist already.
 *
 * @internal
 */
export async function writeImports(
  root: string,
  imports: readonly { address: string; id: string }[],
): Promise<void> {
  const blocks = imports.map(
    ({ address, id }) =>
      `import {\n  to = ${address}\n  id = ${JSON.stringify(id)}\n}\n`,
  );
  await writeFile(join(root, IMPORTS_FILE), blocks.join('\n'));
}

/**
 * Whether a file belongs to a root module: not what Terraform or a run left beside it, and not its tests.
 *
 * @public
 */
export function isPartOfRoot(path: string): boolean {
  const name = basename(path);
  return !(
    name === '.terraform' ||
    name === '.git' ||
    name === 'tests' ||
    name.startsWith(RUN_FILE_PREFIX) ||
    /\.(tfstate|tfplan)(\.|$)/.test(name)
  );
}

/**
 * Writes the variables of a stack beside its root module, on top of those that lie there already.
 *
 * @public
 */
export async function writeStackVariables(options: {
  root: string;
  environment: Environment;
  stack: Stack;
  variables: JsonObject;
}): Promise<void> {
  const { root, environment, stack, variables } = options;
  const file = join(root, VARIABLES_FILE);
  const merged = {
    ...(await readVariables(file)),
    ...variables,
    // Last, so that neither a bundle nor a caller can point a run at another account or stack.
    environment: environment.name,
    region: environment.region,
    prefix: environment.prefix,
    account_id: environment.accountId,
    ...(stack.kind === 'service' ? { stack: stackId(stack) } : {}),
  };
  await writeFile(file, `${JSON.stringify(merged, undefined, 2)}\n`);
}

async function readVariables(file: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isError(error) && error.code === 'ENOENT') {
      return {};
    }
    throw error;
  }
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
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
