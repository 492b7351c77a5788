import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const PACKAGE = join(__dirname, '../..');
const START_MS = 90_000;

/** The portal in a process of its own, as `npm start` starts it, for tests that kill it. */
export class PortalProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  #log = '';
  #token = '';

  /**
   * Starts it and waits until it is ready.
   *
   * @param options - `configs` are read after `app-config.yaml`; `environment` fills in what they leave open
   */
  static async start(options: {
    port: number;
    configs: readonly string[];
    environment: Record<string, string>;
  }): Promise<PortalProcess> {
    const portal = new PortalProcess(options);
    await portal.#ready();
    return portal;
  }

  private constructor(options: {
    port: number;
    configs: readonly string[];
    environment: Record<string, string>;
  }) {
    const { port, configs, environment } = options;
    this.url = `http://127.0.0.1:${port}`;
    const files = [join(PACKAGE, '../../app-config.yaml'), ...configs];
    this.#child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        'src',
        ...files.flatMap(file => ['--config', file]),
      ],
      {
        cwd: PACKAGE,
        env: {
          ...process.env,
          NODE_ENV: 'development',
          SLIPWAY_PORTAL_URL: this.url,
          SLIPWAY_PORTAL_PORT: String(port),
          ...environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => (this.#log += text));
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it has logged so far. */
  get log(): string {
    return this.#log;
  }

  async get(path: string): Promise<any> {
    return this.#send(path, { method: 'GET' });
  }

  async post(path: string, body: object = {}): Promise<any> {
    return this.#send(path, { method: 'POST', body: JSON.stringify(body) });
  }

  /** `kill -9`, or politely. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill(signal);
      await ended;
    }
  }

  async #ready(): Promise<void> {
    const end = Date.now() + START_MS;
    while (Date.now() < end && this.#child.exitCode === null) {
      const answer = await fetch(
        `${this.url}/.backstage/health/v1/readiness`,
      ).catch(() => undefined);
      if (answer?.ok) {
        const identity = await fetch(`${this.url}/api/auth/guest/refresh`, {
          method: 'POST',
          headers: { 'X-Requested-With': 'XMLHttpRequest' },
        });
        const body: any = await identity.json();
        this.#token = body.backstageIdentity.token;
        return;
      }
      await wait(200);
    }
    await this.end('SIGKILL');
    throw new Error(`The portal did not start:\n${this.#log.slice(-4_000)}`);
  }

  async #send(path: string, init: RequestInit): Promise<any> {
    const answer = await fetch(`${this.url}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
      },
    });
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer.json();
  }
}
