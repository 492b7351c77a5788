import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { diagnose } from './diagnose';
import { MetricsReader } from './MetricsReader';
import { PrometheusClient } from './PrometheusClient';
import { UP } from './namedQueries';

jest.setTimeout(60_000);

const HOSTILE = [
  '"} or up{ecs_service="healthy',
  '{__name__=~".+"}',
  'a\\"\n',
  '漢字 # `',
];

async function listen(status: number): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4' });
    response.end('http_server_requests_seconds_count{uri="/"} 1\n');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = await listen(200);
  const port = portOf(server);
  await new Promise(resolve => {
    server.close(resolve);
  });
  return port;
}

async function eventually(check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (!(await check().catch(() => false))) {
    if (Date.now() > deadline) {
      throw new Error('Prometheus did not scrape its targets within 40 s');
    }
    await new Promise(resolve => {
      setTimeout(resolve, 250);
    });
  }
}

describe('the doctor beside a real Prometheus', () => {
  const servers: Server[] = [];
  let folder: string;
  let prometheus: ChildProcess | undefined;
  let client: PrometheusClient;

  beforeAll(async () => {
    const program = process.env.SLIPWAY_TEST_PROMETHEUS;
    if (!program) {
      throw new Error(
        'SLIPWAY_TEST_PROMETHEUS is not set: give it the path of the program prometheus',
      );
    }
    folder = await mkdtemp(join(tmpdir(), 'slipway-doctor-'));
    servers.push(await listen(200), await listen(404));
    const [healthy, missing] = servers.map(portOf);
    const target = (port: number | undefined, ecsService: string) => ({
      targets: [`127.0.0.1:${port}`],
      labels: { ecs_service: ecsService },
    });
    const config = {
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [
        {
          job_name: 'ecs',
          metrics_path: '/actuator/prometheus',
          static_configs: [
            target(healthy, 'healthy'),
            target(missing, 'missing'),
            target(await freePort(), 'refused'),
            ...HOSTILE.map(name => target(healthy, name)),
          ],
        },
      ],
    };
    const file = join(folder, 'prometheus.yml');
    // JSON is YAML.
    await writeFile(file, JSON.stringify(config));
    const port = await freePort();
    prometheus = spawn(
      program,
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: 'ignore' },
    );
    client = PrometheusClient.create({
      settings: { url: `http://127.0.0.1:${port}`, timeoutSeconds: 5 },
      environment: 'local',
    });
    await eventually(
      async () => (await client.query('up')).length === HOSTILE.length + 3,
    );
  });

  afterAll(async () => {
    if (prometheus && prometheus.exitCode === null) {
      const ended = new Promise(resolve => {
        prometheus?.once('exit', resolve);
      });
      prometheus.kill('SIGKILL');
      await ended;
    }
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['missing', 'endpoint-missing'],
    ['refused', 'wrong-port'],
    ['healthy', undefined],
  ])('names what is wrong with a target that is %s', async (name, cause) => {
    const reader = MetricsReader.create({
      clientOf: () => client,
      logger: mockServices.logger.mock(),
    });
    const { value } = await reader.read({
      environment: 'local',
      ecsService: name,
    });
    const causes =
      value &&
      diagnose({ metrics: value, running: 1, passesHealthChecks: false })
        .map(diagnosis => diagnosis.cause)
        .filter(found => found !== 'no-request-yet');
    expect(causes).toEqual(cause ? [cause] : []);
  });

  it.each(HOSTILE)('finds the service %j and no other', async name => {
    const samples = await client.query(UP.for(name));
    expect(samples.map(({ labels }) => labels.ecs_service)).toEqual([name]);
  });
});
