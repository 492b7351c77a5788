import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { type Config } from '@backstage/config';
import { type JsonObject } from '@backstage/types';
import { type Stack, type StackKind } from '@slipway/plugin-slipway-common';
import {
  readTerraformSettings,
  type Environment,
  type TerraformSettings,
} from '../environments';
import { stackId } from '../state';
import { childEnvironment } from './childEnvironment';
import { cliConfig, findProviderMirror } from './cliConfig';
import { findBinary, type TerraformBinary } from './findBinary';
import { createRunFolder, type StateLocation } from './runFolder';
import { type Grace } from './runProcess';
import { findSensitiveValues, redactor } from './sensitiveValues';
import { TerraformError } from './TerraformError';
import { TerraformRun, type LogLine } from './TerraformRun';

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
    const shutdown = new AbortController();
    const signal = options.signal
      ? AbortSignal.any([options.signal, shutdown.signal])
      : shutdown.signal;
    const work = this.#open(options, signal).then(run =>
      use(run).finally(() => run.dispose()),
    );
    this.#active.set(work, shutdown);
    try {
      return await work;
    } finally {
      this.#active.delete(work);
    }
  }

  /** Interrupts every run and waits until each has saved its state. To be called when the process is about to end. */
  async shutdown(): Promise<void> {
    for (const controller of this.#active.values()) {
      controller.abort();
    }
    await Promise.allSettled(this.#active.keys());
  }

  async #open(options: RunOptions, signal: AbortSignal): Promise<TerraformRun> {
    const { environment, stack } = options;
    const { command } = await this.binary();
    const credentials = await options.credentials();
    const folder = await createRunFolder({
      environment,
      stack,
      source: options.source,
      variables: options.variables ?? {},
      cliConfig: await this.#cliConfig(),
      stateLocation: options.stateLocation ?? 'bucket',
    });
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
