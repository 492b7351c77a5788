import { createServer, type Server } from 'node:http';
import { mockServices } from '@backstage/backend-test-utils';
import {
  eventually,
  freePort,
  listen,
  RealPrometheus,
} from '../__testUtils__/RealPrometheus';
import { diagnose } from './diagnose';
import { MetricsReader } from './MetricsReader';

jest.setTimeout(60_000);

describe('the doctor beside a real Prometheus', () => {
  const servers: Server[] = [];
  let prometheus: RealPrometheus;

  const serve = async (status: number) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, {
        'content-type': 'text/plain; version=0.0.4',
      });
      response.end('http_server_requests_seconds_count{uri="/"} 1\n');
    });
    servers.push(server);
    return listen(server);
  };

  beforeAll(async () => {
    const target = (port: number, ecs_service: string) => ({
      targets: [`127.0.0.1:${port}`],
      labels: { ecs_service },
    });
    prometheus = await RealPrometheus.start({
      scrape_configs: [
        {
          job_name: 'ecs',
          metrics_path: '/actuator/prometheus',
          static_configs: [
            target(await serve(200), 'healthy'),
            target(await serve(404), 'missing'),
            target(await freePort(), 'refused'),
          ],
        },
      ],
    });
    await eventually(
      async () => (await prometheus.client.query('up')).length === 3,
    );
  });

  afterAll(async () => {
    await prometheus?.stop();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it.each([
    ['missing', 'endpoint-missing'],
    ['refused', 'wrong-port'],
    ['healthy', undefined],
  ])('names what is wrong with a target that is %s', async (name, cause) => {
    const reader = MetricsReader.create({
      clientOf: () => prometheus.client,
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
});
