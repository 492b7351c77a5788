import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isError } from '@backstage/errors';
import { type JsonObject } from '@backstage/types';
import { type Stack } from '@slipway/plugin-slipway-common';
import { z } from 'zod';
import { type Environment } from '../environments';
import { stackId } from '../state';

/** The variables of a root module lie here. */
const VARIABLES_FILE = 'terraform.tfvars.json';

/** Files with this start belong to a run and are never part of a bundle. */
const RUN_FILE_PREFIX = 'slipway_';

/** @internal */
export const OVERRIDE_FILE = `${RUN_FILE_PREFIX}override.tf`;
/** @internal */
export const BACKEND_FILE = `${RUN_FILE_PREFIX}backend.tfbackend`;
const IMPORTS_FILE = `${RUN_FILE_PREFIX}imports.tf`;

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
