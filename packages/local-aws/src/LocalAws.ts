import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHandlers, type RunningHandlers } from './createHandlers';
import type { ImageStore } from './ecs/ImageStore';
import { MotoServer } from './moto/MotoServer';
import { AdminRoutes } from './proxy/AdminRoutes';
import { ProxyServer } from './proxy/ProxyServer';

/** The account that the emulator plays. */
export const LOCAL_ACCOUNT_ID = '123456789012';

export interface LocalAwsOptions {
  /** Port of the emulator; 0 takes any free port. Default 4566. */
  port?: number;
  /** Address to listen on. Default 127.0.0.1. */
  host?: string;
  /** An already running moto; without it one is started, and ended by `stop`. */
  motoUrl?: string;
  /** Where process logs, scrape targets and databases go. Default: a new temporary folder that `stop` removes. */
  dataDirectory?: string;
  /** Whether IAM is enforced. Default true; the operator's key is never restricted. */
  enforceAccess?: boolean;
  /** Replaces the registry as the source of images, for tests. */
  imageStore?: ImageStore;
}

/**
 * AWS for a laptop and for tests: moto, and in front of it a proxy that adds what moto lacks.
 * Starts empty and forgets everything when it stops.
 */
export class LocalAws {
  readonly #options: LocalAwsOptions;
  #parts: { stop(): Promise<void> }[] = [];
  #url: string | undefined;

  private constructor(options: LocalAwsOptions) {
    this.#options = options;
  }

  static create(options: LocalAwsOptions = {}): LocalAws {
    return new LocalAws(options);
  }

  /** Base URL of the emulator, for `AWS_ENDPOINT_URL`. */
  get url(): string {
    if (!this.#url) {
      throw new Error('local-aws is not started');
    }
    return this.#url;
  }

  /** Starts moto, then the proxy. Throws one sentence with the remedy when something is missing; nothing is left running then. */
  async start(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Ends the proxy, then every process that was started, in the reverse order of their start. */
  async stop(): Promise<void> {
    const parts = this.#parts.reverse();
    this.#parts = [];
    this.#url = undefined;
    for (const part of parts) {
      await part.stop();
    }
  }

  async #start(): Promise<void> {
    const { port = 4566, host = '127.0.0.1', imageStore } = this.#options;
    const dataDirectory =
      this.#options.dataDirectory ?? (await this.#temporaryDirectory());
    const motoUrl = this.#options.motoUrl ?? (await this.#startMoto());

    const admin = AdminRoutes.create();
    const handlers: RunningHandlers = await createHandlers({
      accountId: LOCAL_ACCOUNT_ID,
      admin,
      dataDirectory,
      enforceAccess: this.#options.enforceAccess ?? true,
      imageStore,
      motoUrl,
    });
    this.#parts.push(handlers);

    const server = ProxyServer.create({
      port,
      host,
      handlers: handlers.chain,
      admin,
    });
    this.#url = await server.start();
    this.#parts.push(server);
  }

  async #startMoto(): Promise<string> {
    const moto = await MotoServer.start();
    this.#parts.push(moto);
    return moto.url;
  }

  async #temporaryDirectory(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'local-aws-'));
    this.#parts.push({
      stop: () => rm(path, { recursive: true, force: true }),
    });
    return path;
  }
}
