import { createServer, type RequestListener, type Server } from 'node:http';
import { mockServices } from '@backstage/backend-test-utils';
import {
  eventually,
  freePort,
  listen,
  RealPrometheus,
} from '../__testUtils__/RealPrometheus';
import { alertsOf } from './alerts';
import { diagnose } from './diagnose';
import { EnvironmentReader } from './EnvironmentReader';
import { joinTargets } from './joinTargets';
import { MetricsReader } from './MetricsReader';
import { MeasurementSetupReader } from './setup';

jest.setTimeout(60_000);

const COUNT = 'http_server_requests_seconds_count';
const RATED = `count_over_time(${COUNT}{ecs_service=~"healthy|lacking"}[1m] offset 1s) > 1`;
const METRICS = `${COUNT}{uri="/"} 1\n`;
const text =
  (status: number, type: string, body: string): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };
const PLAIN = 'text/plain; version=0.0.4';

const SERVERS: Record<string, RequestListener> = {
  healthy: text(200, PLAIN, METRICS),
  missing: text(404, PLAIN, ''),
  guarded: text(401, PLAIN, ''),
  failing: text(500, PLAIN, ''),
  page: text(200, 'text/html', '<html>Sign in</html>'),
  silent: () => {},
  dropped: text(200, PLAIN, METRICS),
  unlabelled: text(200, PLAIN, METRICS),
  lacking: text(200, PLAIN, METRICS),
  empty: text(200, PLAIN, ''),
  unused: text(200, PLAIN, 'jvm_memory_used_bytes 1\n'),
  unregistered: text(404, PLAIN, ''),
  unexposed: text(404, PLAIN, ''),
};

const REPOSITORIES: Record<string, Record<string, string>> = {
  unregistered: {
    'pom.xml':
      '<dependency><artifactId>spring-boot-starter-webmvc</artifactId></dependency>',
    'src/main/resources/application.yaml':
      'management.endpoints.web.exposure.include: prometheus',
  },
  unexposed: {
    'pom.xml':
      '<dependency><artifactId>micrometer-registry-prometheus</artifactId></dependency>',
    'src/main/resources/application.yaml': 'server.port: 8080',
  },
};

const ALERTS = {
  groups: [
    {
      name: 'services',
      rules: [
        {
          alert: 'Down',
          expr: 'up == 0',
          labels: { severity: 'page' },
          annotations: {
            summary: '{{ $labels.ecs_service }} is down',
            runbook_url: 'https://runbooks.example.com/down',
          },
        },
        {
          alert: 'Quiet',
          expr: 'up > 1',
          labels: { ecs_service: 'healthy' },
        },
      ],
    },
  ],
};

describe('the doctor beside a real Prometheus', () => {
  const servers: Server[] = [];
  let prometheus: RealPrometheus;
  let reader: MetricsReader;
  let environment: EnvironmentReader;
  const setups = MeasurementSetupReader.create({
    files: {
      read: async (service, file) => {
        const repository = REPOSITORIES[service];
        if (!repository) {
          throw new Error('there is no integration for it');
        }
        return repository[file];
      },
    },
    logger: mockServices.logger.mock(),
  });

  beforeAll(async () => {
    const targets = await Promise.all(
      Object.entries(SERVERS).map(async ([ecs_service, listener]) => {
        const server = createServer(listener);
        servers.push(server);
        return {
          targets: [`127.0.0.1:${await listen(server)}`],
          labels: { ecs_service, ecs_task_id: `task-of-${ecs_service}` },
        };
      }),
    );
    prometheus = await RealPrometheus.start(
      {
        scrape_configs: [
          {
            job_name: 'ecs',
            metrics_path: '/actuator/prometheus',
            static_configs: [
              ...targets,
              {
                targets: [`127.0.0.1:${await freePort()}`],
                labels: { ecs_service: 'refused' },
              },
            ],
            relabel_configs: [
              {
                source_labels: ['ecs_service'],
                regex: 'dropped',
                action: 'drop',
              },
              {
                source_labels: ['ecs_service'],
                regex: 'unlabelled',
                target_label: 'ecs_service',
                replacement: '',
              },
            ],
          },
        ],
      },
      ALERTS,
    );
    const common = {
      clientOf: () => prometheus.client,
      logger: mockServices.logger.mock(),
    };
    reader = MetricsReader.create(common);
    environment = EnvironmentReader.create(common);
    await eventually(async () => {
      const up = await prometheus.client.query('up');
      const rules = await prometheus.client.alertingRules();
      return (
        up.length === Object.keys(SERVERS).length &&
        // What the rates are made of takes a second scrape.
        rules.some(({ alerts }) => alerts.length === 8) &&
        (await prometheus.client.query(RATED)).length === 2
      );
    });
  });

  afterAll(async () => {
    await prometheus?.stop();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it.each([
    ['healthy', 1, []],
    ['missing', 1, ['endpoint-missing']],
    ['guarded', 1, ['endpoint-guarded']],
    ['failing', 1, ['endpoint-failing']],
    ['page', 1, ['not-metrics']],
    ['silent', 1, ['network']],
    ['refused', 1, ['wrong-port']],
    ['dropped', 1, ['relabelled-away']],
    ['unlabelled', 1, ['label-missing']],
    ['lacking', 2, ['fewer-targets-than-tasks']],
    ['unknown', 1, ['not-discovered']],
    ['empty', 1, ['endpoint-empty']],
    ['unused', 1, ['no-request-yet']],
    ['unregistered', 1, ['registry-missing']],
    ['unexposed', 1, ['endpoint-not-exposed']],
  ])('names what is wrong with %s', async (ecsService, running, causes) => {
    const numbers = await reader.read({ environment: 'local', ecsService });
    const targets = await environment.targets('local');
    if (!numbers.value || !targets.value) {
      throw new Error('Prometheus did not answer');
    }
    const found = diagnose({
      setup: await setups.read(ecsService),
      numbers: numbers.value,
      targets: joinTargets(targets.value, ecsService, [
        { taskArn: `arn:aws:ecs:::task/slipway/task-of-${ecsService}` },
      ]),
      running,
      passesHealthChecks: false,
    }).map(({ cause }) => cause);
    expect(found).toEqual(causes);
  });

  it('tells a service its own alerts', async () => {
    const { value: rules = [] } = await environment.alertingRules('local');
    expect(alertsOf(rules, 'missing')).toEqual([
      {
        name: 'Down',
        state: 'firing',
        since: expect.any(String),
        severity: 'page',
        summary: 'missing is down',
        runbookUrl: 'https://runbooks.example.com/down',
      },
    ]);
    expect(alertsOf(rules, 'healthy')).toEqual([
      { name: 'Quiet', state: 'inactive' },
    ]);
  });
});
