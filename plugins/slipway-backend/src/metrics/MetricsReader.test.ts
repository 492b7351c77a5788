import { mockServices } from '@backstage/backend-test-utils';
import {
  matrix,
  PrometheusServer,
  sendJson,
  scrapes,
} from '../__testUtils__/PrometheusServer';
import { MetricsReader } from './MetricsReader';

const key = { environment: 'local', ecsService: 'slipway-orders' };

describe('MetricsReader', () => {
  let prometheus: PrometheusServer;

  beforeEach(async () => {
    prometheus = await PrometheusServer.start();
  });

  afterEach(async () => {
    await prometheus.stop();
  });

  const createReader = (configured = true) => {
    const client = prometheus.client();
    return MetricsReader.create({
      clientOf: () => (configured ? client : undefined),
      logger: mockServices.logger.mock(),
    });
  };

  const answerQueries = (up: string[], values: Record<string, string>) => {
    prometheus.answers['/api/v1/query'] = response =>
      sendJson(response, scrapes(up));
    prometheus.answers['/api/v1/query_range'] = (response, parameters) => {
      const query = parameters.get('query') ?? '';
      const end = Number(parameters.get('end'));
      const start = Object.keys(values).find(text => query.startsWith(text));
      sendJson(
        response,
        start === undefined
          ? matrix()
          : matrix({ values: [[end, values[start] ?? '']] }),
      );
    };
  };

  it('reads rate, error ratio and latency of now with their hour, and leaves out what is no number', async () => {
    answerQueries(['1', '1'], {
      'sum(rate': '4.2',
      '(sum(rate': '0.001',
      histogram_quantile: 'NaN',
    });
    const { value } = await createReader().read(key);
    expect(value).toEqual({
      targets: { up: 2, total: 2, empty: 0 },
      requestRate: 4.2,
      errorRatio: 0.001,
      latencyP95: undefined,
      windowSeconds: 300,
      trend: {
        from: expect.any(String),
        stepSeconds: 120,
        requestRate: [...Array(30).fill(null), 4.2],
        errorRatio: [...Array(30).fill(null), 0.001],
        latencyP95: Array(31).fill(null),
      },
    });
  });

  it('tells a target that gave no sample from one that is down', async () => {
    answerQueries(['1', '1', '0'], {});
    prometheus.answers['/api/v1/query'] = response =>
      sendJson(response, scrapes(['1', '1', '0'], ['0', '7', '0']));
    const { value } = await createReader().read(key);
    expect(value?.targets).toEqual({ up: 2, total: 3, empty: 1 });
  });

  it('costs four queries, of which each names the service in every selector', async () => {
    answerQueries(['1'], {});
    const reader = createReader();
    await Promise.all([reader.read(key), reader.read(key)]);
    await reader.read(key);
    expect(prometheus.requests).toHaveLength(4);
    for (const { query } of prometheus.requests) {
      expect(query).toContain('ecs_service="slipway-orders"');
    }
  });

  it('says what is wrong with a Prometheus that does not answer', async () => {
    expect((await createReader().read(key)).problem?.code).toBe(
      'unexpected-answer',
    );
  });

  it('says that nothing is configured', async () => {
    expect((await createReader(false).read(key)).problem).toMatchObject({
      code: 'not-configured',
      remedy: 'Set slipway.environments.local.prometheus.url',
    });
  });
});
