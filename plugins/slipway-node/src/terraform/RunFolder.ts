import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isError } from '@backstage/errors';
import { type JsonObject } from '@backstage/types';
import { createTemporaryFolder } from '../folders';
import { BACKEND_FILE, OVERRIDE_FILE, writeStackVariables } from './rootFiles';
import { type RunSettings } from './runSettings';

/** What `init` makes in a root module. */
const INITIALISED = ['.terraform', '.terraform.lock.hcl'];

/**
 * A private folder with a root module, made ready for one run.
 *
 * @internal
 */
export class RunFolder {
  /** The root module. */
  readonly root: string;
  /** HOME of the process. */
  readonly home: string;
  readonly cliConfigFile: string;
  readonly planFile: string;
  /** Arguments of `init` that tell where the state is. */
  readonly backendArguments: string[];
  readonly #folder: string;
  readonly #settings: RunSettings;
  readonly #initialised: string;

  static async create(settings: RunSettings): Promise<RunFolder> {
    return new RunFolder(await createTemporaryFolder('run'), settings);
  }

  private constructor(folder: string, settings: RunSettings) {
    this.#folder = folder;
    this.#settings = settings;
    this.#initialised = join(folder, 'initialised');
    this.root = join(folder, 'root');
    this.home = join(folder, 'home');
    this.cliConfigFile = join(folder, 'cli.tfrc');
    this.planFile = join(folder, 'plan.tfplan');
    this.backendArguments =
      settings.stateLocation === 'bucket'
        ? [`-backend-config=${BACKEND_FILE}`]
        : [];
  }

  /**
   * Lets `copyRoot` put the files of a root module into the folder, and writes beside them what the environment decides.
   * What `init` made before is put back.
   */
  async fill(options: {
    copyRoot: (root: string) => Promise<void>;
    variables: JsonObject;
  }): Promise<void> {
    const { backend, override, cliConfig, ...settings } = this.#settings;
    const { root } = this;
    await mkdir(this.home);
    await mkdir(root);
    await options.copyRoot(root);
    await writeFile(this.cliConfigFile, cliConfig);
    await writeStackVariables({
      ...settings,
      root,
      variables: options.variables,
    });
    await writeFile(join(root, OVERRIDE_FILE), override);
    await writeFile(join(root, BACKEND_FILE), backend);
    for (const name of INITIALISED) {
      await moveIfThere(join(this.#initialised, name), join(root, name));
    }
  }

  /**
   * Removes everything but what `init` made, which holds neither variables nor values of the stack.
   *
   * @returns the path of what is left
   */
  async empty(): Promise<string> {
    await mkdir(this.#initialised, { recursive: true });
    for (const name of INITIALISED) {
      await moveIfThere(join(this.root, name), join(this.#initialised, name));
    }
    for (const path of [
      this.root,
      this.home,
      this.planFile,
      this.cliConfigFile,
    ]) {
      await rm(path, { recursive: true, force: true });
    }
    return this.#initialised;
  }

  async dispose(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!isError(error) || error.code !== 'ENOENT') {
      throw error;
    }
  }
}
