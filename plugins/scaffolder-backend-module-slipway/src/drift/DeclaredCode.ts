import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CodedPlan,
  type TerraformRunner,
} from '@slipway/plugin-slipway-node';
import { type StackTarget, withBundle } from '../stacks';
import { type RootFiles } from './Edit';

/** What was declared last, in a folder of its own. */
export type DeclaredCode = {
  files: RootFiles;
  /** Plans other files in the place of those, without a lock. Nothing is changed. */
  plan(files: RootFiles): Promise<CodedPlan>;
};

/** Opens the stack bundle of a stack, and removes the folder afterwards. */
export async function withDeclaredCode<T>(
  options: { runner: Pick<TerraformRunner, 'withRun'>; target: StackTarget },
  use: (code: DeclaredCode) => Promise<T>,
): Promise<T> {
  const { runner, target } = options;
  return withBundle(target, async folder =>
    use({
      files: await readFiles(folder),
      plan: async files => {
        for (const [file, text] of files) {
          await writeFile(join(folder, file), text);
        }
        return planFolder(folder, { runner, target });
      },
    }),
  );
}

async function planFolder(
  source: string,
  options: { runner: Pick<TerraformRunner, 'withRun'>; target: StackTarget },
): Promise<CodedPlan> {
  const { access, stack, identity, run: action } = options.target;
  return options.runner.withRun(
    {
      environment: access.environment,
      stack,
      credentials: access.credentials.provider(identity),
      source,
      log: line => action.logger.info(line),
      signal: action.signal,
    },
    async run => {
      await run.init();
      await run.plan({ lock: false });
      return run.readCodedPlan();
    },
  );
}

async function readFiles(folder: string): Promise<RootFiles> {
  const files = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile() && isCode(entry.name)) {
      files.set(entry.name, await readFile(join(folder, entry.name), 'utf8'));
    }
  }
  return files;
}

/** Whether a file of a root module holds code or variables. */
export function isCode(name: string): boolean {
  return /\.(tf|tfvars|tfvars\.json)$/.test(name);
}
