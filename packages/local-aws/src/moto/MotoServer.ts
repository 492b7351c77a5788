import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './freePort';

const START_TIMEOUT_MS = 60_000;

function isOnPath(command: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some(folder => existsSync(join(folder, command)));
}

function findMoto(): { command: string; args: string[] } {
  if (isOnPath('moto_server')) {
    return { command: 'moto_server', args: [] };
  }
  const probe = spawnSync('python3', ['-c', 'import moto.server']);
  if (probe.status === 0) {
    return { command: 'python3', args: ['-m', 'moto.server'] };
  }
  throw new Error(
    "moto is not installed: run `python3 -m pip install 'moto[server]'` so that `moto_server` is on PATH",
  );
}

/** moto as a child process on a port of its own. It keeps everything in memory and knows nothing of the proxy. */
export class MotoServer {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  /** Starts moto and waits until it answers. */
  static async start(): Promise<MotoServer> {
    const { command, args } = findMoto();
    const port = await freePort();
    const child = spawn(
      command,
      [...args, '-H', '127.0.0.1', '-p', String(port)],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let lastWords = '';
    child.stderr?.on('data', chunk => {
      lastWords = (lastWords + chunk).slice(-2000);
    });
    const server = new MotoServer(`http://127.0.0.1:${port}`, child);
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await server.#answers())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await server.stop();
        throw new Error(`moto did not start: ${lastWords.trim()}`);
      }
      await sleep(100);
    }
    return server;
  }

  /** Ends the child and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      return;
    }
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const forced = setTimeout(() => this.#child.kill('SIGKILL'), 3000);
    await exited;
    clearTimeout(forced);
  }

  /** Ends the child without waiting, for the last moment of this process. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #answers(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.url}/moto-api/`);
      return answer.ok;
    } catch {
      return false;
    }
  }
}
