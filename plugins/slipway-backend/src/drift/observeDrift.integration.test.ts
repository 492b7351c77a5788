import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { metricsServiceFactory } from '@backstage/backend-defaults/alpha';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { readEnvironments } from '@slipway/plugin-slipway-node';
import {
  eventually,
  freePort,
  RealPrometheus,
} from '../__testUtils__/RealPrometheus';
import { type KnownStack } from './DriftCheckStore';
import { findingId } from './DriftHistory';
import { observeDrift } from './observeDrift';

jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
const count = {
  kind: 'configuration',
  address: 'aws_ecs_service.main[0]',
  attribute: 'desired_count',
  action: 'update',
  masked: true,
} as const;
const orders: KnownStack = {
  environment: 'prod',
  stack: 'orders',
  lastCheck: {
    checkedAt: new Date(Date.now() - HOUR_MS).toISOString(),
    durationMs: 5,
    complete: true,
    findings: [count],
  },
  standing: new Map([[findingId(count), new Date(Date.now() - 25 * HOUR_MS)]]),
};
const environments = new Map(
  readEnvironments(
    new ConfigReader({
      slipway: {
        environments: {
          prod: { accountId: '123456789012', region: 'eu-central-1' },
        },
      },
    }),
  ).map(environment => [environment.name, environment]),
);

// What an operator would write; see docs/operations.md.
const ALERT = {
  alert: 'DriftStands',
  expr: 'max by (environment) (slipway_drift_oldest_drift_age) > 86400',
};

describe('drift in a real Prometheus', () => {
  let backend: TestBackend;
  let provider: MeterProvider;
  let prometheus: RealPrometheus;

  beforeAll(async () => {
    const port = await freePort();
    const exporter = new PrometheusExporter({ port, host: '127.0.0.1' });
    provider = new MeterProvider({ readers: [exporter] });
    metrics.setGlobalMeterProvider(provider);
    backend = await startTestBackend({
      features: [
        metricsServiceFactory,
        createBackendPlugin({
          pluginId: 'slipway',
          register(env) {
            env.registerInit({
              deps: { metrics: metricsServiceRef },
              async init(deps) {
                observeDrift({
                  metrics: deps.metrics,
                  store: { readAll: async () => [orders] },
                  environments,
                });
              },
            });
          },
        }),
      ],
    });
    prometheus = await RealPrometheus.start(
      {
        scrape_configs: [
          {
            job_name: 'portal',
            static_configs: [{ targets: [`127.0.0.1:${port}`] }],
          },
        ],
      },
      { groups: [{ name: 'drift', rules: [ALERT] }] },
    );
  });

  afterAll(async () => {
    await prometheus?.stop();
    await backend?.stop();
    await provider?.shutdown();
    metrics.disable();
  });

  async function valueOf(query: string): Promise<number> {
    const parameters = new URLSearchParams({ query });
    const response = await fetch(
      `${prometheus.url}/api/v1/query?${parameters}`,
    );
    const { data } = await response.json();
    return Number(data.result[0]?.value[1]);
  }

  it('is counted, has its age, and rings an alert', async () => {
    const of = (name: string) =>
      valueOf(`slipway_drift_${name}{environment="prod"}`);
    await eventually(async () => (await of('stacks')) === 1);
    expect(await of('unchecked_stacks')).toBe(0);
    expect(await of('oldest_drift_age')).toBeGreaterThan(24 * 3600);
    expect(await of('last_check_age')).toBeGreaterThanOrEqual(3600);
    await eventually(
      async () =>
        (await valueOf(
          'ALERTS{alertname="DriftStands",alertstate="firing"}',
        )) === 1,
    );
  });
});
