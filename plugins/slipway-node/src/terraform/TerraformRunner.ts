import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config } from '@backstage/config';
import { type Stack, type StackKind } from '@slipway/plugin-slipway-common';
import {
  readTerraformSettings,
  type Environment,
  type TerraformSettings,
} from '../environments';
import { extractStackBundle } from '../bundle';
import { stackId } from '../state';
import { childEnvironment } from './childEnvironment';
import { cliConfig, findProviderMirror } from './cliConfig';
import { findBinary, type TerraformBinary } from './findBinary';
import { InitialisedFolders } from './InitialisedFolders';
import { isPartOfRoot } from './rootFiles';
import { RunFolder } from './RunFolder';
import { type BundleRunOptions, type RunOptions } from './RunOptions';
import { type Grace } from './runProcess';
import {
  fingerprintOf,
  runSettings,
  type RunSettings,
  type StateLocation,
} from './runSettings';
import { findSensitiveValues, redactor } from './sensitiveValues';
import { TerraformError } from './TerraformError';
import { TerraformRun } from './TerraformRun';

/**
 * Runs Terraform (or OpenTofu) on stacks. One instance serves a process.
 *
 * @example
 * ```ts
 * const { plan } = await runner.withRun(options, async run => {
 *   await run.init();
 *   return run.plan({ lock: false });
 * });
 * ```
 *
 * @public
 */
export class TerraformRunner {
  readonly #settings: TerraformSettings;
  readonly #grace: Grace | undefined;
  readonly #active = new Map<Promise<unknown>, AbortController>();
  readonly #initialised = InitialisedFolders.create();
  #binary: Promise<TerraformBinary> | undefined;
  #installation: Promise<unknown> = Promise.resolve();

  static create(options: {
    settings: TerraformSettings;
    /** How long an aborted run may take to end on its own. */
    grace?: Grace;
  }): TerraformRunner {
    return new TerraformRunner(options);
  }

  static fromConfig(config: Config): TerraformRunner {
    return new TerraformRunner({ settings: readTerraformSettings(config) });
  }

  private constructor(options: { settings: TerraformSettings; grace?: Grace }) {
    this.#settings = options.settings;
    this.#grace = options.grace;
  }

  /**
   * The program and its version; found once, looked for again after a failure.
   *
   * @throws TerraformError `terraform-missing` or `terraform-too-old`.
   */
  async binary(): Promise<TerraformBinary> {
    this.#binary ??= findBinary(this.#settings.binary).catch(error => {
      this.#binary = undefined;
      throw error;
    });
    return this.#binary;
  }

  /**
   * The folder of a root module that ships with Slipway.
   *
   * @throws TerraformError `roots-missing`.
   */
  shippedRoot(kind: StackKind): string {
    if (!this.#settings.roots) {
      throw new TerraformError({
        code: 'roots-missing',
        message:
          'The folder of the root modules is not configured: set slipway.terraform.roots in app-config.',
      });
    }
    return join(this.#settings.roots, kind);
  }

  /**
   * Opens a run, hands it to `use`, and removes its folder whatever happens.
   *
   * @throws TerraformError when the program is missing or too old, and what the credentials throw.
   */
  async withRun<T>(
    options: RunOptions,
    use: (run: TerraformRun) => Promise<T>,
  ): Promise<T> {
    return this.#tracked(options.signal, async signal => {
      const { source, variables = {} } = options;
      const folder = await RunFolder.create(await this.#settingsOf(options));
      try {
        await folder.fill({
          copyRoot: root => copyRoot(source, root),
          variables,
        });
        return await use(await this.#open(folder, { ...options, signal }));
      } finally {
        await folder.dispose();
      }
    });
  }

  /**
   * Opens a run of a stack bundle that is initialised already, and hands it to `use`. What `init` made is kept for the next run
   * of the same bundle, and nothing else: files, variables and plan are removed. Where what was kept turns out to be of no use,
   * for example because the cache of providers was emptied, `use` is called once more on a new folder.
   *
   * @throws TerraformError as {@link TerraformRunner.withRun} does, and when the run cannot be initialised.
   */
  async withBundle<T>(
    options: BundleRunOptions,
    use: (run: TerraformRun) => Promise<T>,
  ): Promise<T> {
    return this.#tracked(options.signal, async signal => {
      const settings = await this.#settingsOf(options);
      const work = {
        ...options,
        signal,
        use,
        // Where the state lies: one to a stack.
        slot: settings.backend,
        fingerprint: fingerprintOf(settings, {
          binary: await this.binary(),
          bundle: options.bundle,
        }),
      };
      const kept = await this.#initialised.take(work);
      if (kept) {
        try {
          return await this.#useBundle(kept, { ...work, init: false });
        } catch (error) {
          if (!needsInit(error)) {
            throw error;
          }
        }
      }
      const folder = await RunFolder.create(settings);
      return this.#useBundle(folder, { ...work, init: true });
    });
  }

  /**
   * Interrupts every run, waits until each has saved its state, and removes what was kept. To be called when the process is
   * about to end.
   */
  async shutdown(): Promise<void> {
    for (const controller of this.#active.values()) {
      controller.abort();
    }
    await Promise.allSettled(this.#active.keys());
    await this.#initialised.clear();
  }

  async #tracked<T>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const shutdown = new AbortController();
    const running = work(
      signal ? AbortSignal.any([signal, shutdown.signal]) : shutdown.signal,
    );
    this.#active.set(running, shutdown);
    try {
      return await running;
    } finally {
      this.#active.delete(running);
    }
  }

  async #useBundle<T>(
    folder: RunFolder,
    work: BundleRunOptions & {
      signal: AbortSignal;
      init: boolean;
      slot: string;
      fingerprint: string;
      use: (run: TerraformRun) => Promise<T>;
    },
  ): Promise<T> {
    let initialised = !work.init;
    try {
      await folder.fill({
        copyRoot: root => extractStackBundle(work.bundle, root),
        variables: {},
      });
      const run = await this.#open(folder, work);
      if (work.init) {
        await run.init();
        initialised = true;
      }
      return await work.use(run);
    } catch (error) {
      initialised &&= !needsInit(error);
      throw error;
    } finally {
      await (initialised
        ? this.#initialised.keep(folder, work)
        : folder.dispose());
    }
  }

  async #open(
    folder: RunFolder,
    options: Pick<
      RunOptions,
      'environment' | 'stack' | 'credentials' | 'log'
    > & { signal: AbortSignal },
  ): Promise<TerraformRun> {
    const { environment, stack, signal } = options;
    const { command } = await this.binary();
    const credentials = await options.credentials();
    return TerraformRun.create({
      command,
      redact: redactor([
        ...(await findSensitiveValues(folder.root)),
        credentials.secretAccessKey,
        credentials.sessionToken ?? '',
      ]),
      subject: `stack ${stackId(stack)} in the environment ${environment.name}`,
      folder,
      env: childEnvironment({
        environment,
        credentials,
        home: folder.home,
        cliConfigFile: folder.cliConfigFile,
      }),
      log: options.log ?? (() => undefined),
      signal,
      grace: this.#grace,
      oneAtATime: work => this.#oneAtATime(work),
    });
  }

  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#installation.then(work);
    this.#installation = result.catch(() => undefined);
    return result;
  }

  async #settingsOf(options: {
    environment: Environment;
    stack: Stack;
    stateLocation?: StateLocation;
  }): Promise<RunSettings> {
    const { environment, stack, stateLocation = 'bucket' } = options;
    // A program that is missing is said before anything is written.
    await this.binary();
    return runSettings({
      environment,
      stack,
      stateLocation,
      cliConfig: await this.#cliConfig(),
    });
  }

  async #cliConfig(): Promise<string> {
    const { pluginCache } = this.#settings;
    const mirror = await findProviderMirror({
      configured: this.#settings.mirror,
    });
    if (pluginCache) {
      await mkdir(pluginCache, { recursive: true });
    }
    return cliConfig({ mirror, pluginCache });
  }
}

async function copyRoot(source: string, root: string): Promise<void> {
  await cp(source, root, {
    recursive: true,
    filter: path => path === source || isPartOfRoot(path),
  });
}

// What `init` made is gone, or is not what the root asks for.
function needsInit(error: unknown): boolean {
  return (
    error instanceof TerraformError &&
    ['not-initialised', 'provider-unavailable'].includes(error.code)
  );
}
