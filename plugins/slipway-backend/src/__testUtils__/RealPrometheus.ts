import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrometheusClient } from '../metrics';

/** Starts a server on a free port. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise(resolve => {
    server.close(resolve);
  });
  return port;
}

/** Waits until something is so, for 40 seconds at most. */
export async function eventually(check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (!(await check().catch(() => false))) {
    if (Date.now() > deadline) {
      throw new Error('Prometheus was not there within 40 s');
    }
    await new Promise(resolve => {
      setTimeout(resolve, 250);
    });
  }
}

/** The real program, with a configuration of a test. */
export class RealPrometheus {
  readonly client: PrometheusClient;
  readonly url: string;
  readonly #folder: string;
  readonly #process: ChildProcess;

  /** @param config - what its `prometheus.yml` holds; the scrape interval is a second */
  static async start(
    config: object,
    rules: object = { groups: [] },
  ): Promise<RealPrometheus> {
    const program = process.env.SLIPWAY_TEST_PROMETHEUS;
    if (!program) {
      throw new Error(
        'SLIPWAY_TEST_PROMETHEUS is not set: give it the path of the program prometheus',
      );
    }
    const folder = await mkdtemp(join(tmpdir(), 'slipway-prometheus-'));
    const port = await freePort();
    // JSON is YAML.
    await writeFile(
      join(folder, 'prometheus.yml'),
      JSON.stringify({
        global: {
          scrape_interval: '1s',
          scrape_timeout: '1s',
          evaluation_interval: '1s',
        },
        rule_files: [join(folder, 'rules.yml')],
        ...config,
      }),
    );
    await writeFile(join(folder, 'rules.yml'), JSON.stringify(rules));
    const child = spawn(
      program,
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: 'ignore' },
    );
    return new RealPrometheus({ folder, child, port });
  }

  private constructor(options: {
    folder: string;
    child: ChildProcess;
    port: number;
  }) {
    this.#folder = options.folder;
    this.#process = options.child;
    this.url = `http://127.0.0.1:${options.port}`;
    this.client = PrometheusClient.create({
      settings: { url: this.url, timeoutSeconds: 10 },
      environment: 'local',
    });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      const ended = new Promise(resolve => {
        this.#process.once('exit', resolve);
      });
      this.#process.kill('SIGKILL');
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
