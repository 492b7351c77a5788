import { mockServices } from '@backstage/backend-test-utils';
import { metricsHistorySchema } from '@slipway/plugin-slipway-common';
import {
  matrix,
  PrometheusServer,
  sendJson,
} from '../__testUtils__/PrometheusServer';
import { MetricsHistoryReader } from './MetricsHistoryReader';
import { type ChartQueries } from './namedQueries';
import { ServiceQuery } from './ServiceQuery';

const key = {
  environment: 'local',
  ecsService: 'slipway-orders',
  range: '1h' as const,
};

describe('MetricsHistoryReader', () => {
  let prometheus: PrometheusServer;

  beforeEach(async () => {
    prometheus = await PrometheusServer.start();
  });

  afterEach(async () => {
    await prometheus.stop();
  });

  const createReader = (configured: ChartQueries[] = []) => {
    const client = prometheus.client();
    return MetricsHistoryReader.create({
      clientOf: () => client,
      configured,
      logger: mockServices.logger.mock(),
    });
  };

  it('reads every chart once for all who look at it', async () => {
    prometheus.answers['/api/v1/query_range'] = (response, parameters) =>
      sendJson(
        response,
        matrix({ values: [[Number(parameters.get('end')), '0.5']] }),
      );
    const reader = createReader();
    const [{ value }] = await Promise.all([reader.read(key), reader.read(key)]);
    const history = metricsHistorySchema.parse(value);
    expect(history.charts.map(({ id }) => id)).toEqual([
      'requests',
      'errors',
      'latency',
      'cpu',
      'heap',
      'gc',
      'pool',
      'threads',
      'restarts',
    ]);
    expect(prometheus.requests).toHaveLength(11);
    const latency = history.charts.find(({ id }) => id === 'latency');
    expect(latency?.series.map(({ name }) => name)).toEqual([
      'p50',
      'p95',
      'p99',
    ]);
    for (const { queries, series } of history.charts) {
      expect(queries.join()).toContain('ecs_service="slipway-orders"');
      expect(series[0]?.points).toHaveLength(121);
      expect(series[0]?.points.at(-1)).toBe(0.5);
    }
  });

  it.each([
    ['1h', 3_600, '30'],
    ['6h', 21_600, '120'],
    ['24h', 86_400, '600'],
    ['7d', 604_800, '3600'],
  ] as const)('bounds the points of %s', async (range, length, step) => {
    prometheus.answers['/api/v1/query_range'] = (response, parameters) => {
      expect(
        Number(parameters.get('end')) - Number(parameters.get('start')),
      ).toBe(length);
      expect(parameters.get('step')).toBe(step);
      sendJson(response, matrix());
    };
    const { value } = await createReader().read({ ...key, range });
    expect(value?.charts.every(({ series }) => series.length === 0)).toBe(true);
  });

  it('lets one query fail alone', async () => {
    prometheus.answers['/api/v1/query_range'] = (response, parameters) => {
      if (parameters.get('query')?.startsWith('histogram_quantile(0.99')) {
        response.writeHead(503).end();
      } else {
        sendJson(response, matrix({ values: [] }));
      }
    };
    const { value } = await createReader().read(key);
    const failed = value?.charts.filter(({ problem }) => problem);
    expect(failed).toMatchObject([
      {
        id: 'latency',
        series: [{ name: 'p50' }, { name: 'p95' }],
        problem: { code: 'unreachable' },
      },
    ]);
  });

  it('reads configured charts, calls their lines by their labels, and no more lines than can be told apart', async () => {
    prometheus.answers['/api/v1/query_range'] = (response, parameters) =>
      sendJson(
        response,
        parameters.get('query')?.startsWith('orders_total')
          ? matrix(
              ...Array.from({ length: 12 }, (_, index) => ({
                metric: { __name__: 'orders_total', shop: `${index}` },
                values: [] as [number, string][],
              })),
            )
          : matrix(),
      );
    const { value } = await createReader([
      {
        id: 'orders',
        title: 'Orders',
        unit: 'count',
        queries: [{ query: ServiceQuery.parse('orders_total') }],
      },
    ]).read(key);
    expect(value?.charts.at(-1)).toMatchObject({
      id: 'orders',
      title: 'Orders',
      queries: ['orders_total{ecs_service="slipway-orders"}'],
      omittedSeries: 2,
    });
    expect(value?.charts.at(-1)?.series).toHaveLength(10);
    expect(value?.charts.at(-1)?.series[0]?.name).toBe('orders_total shop=0');
  });

  it('has a problem and no data where nothing is answered', async () => {
    prometheus.answers['/api/v1/query_range'] = response =>
      response.writeHead(503).end();
    expect(await createReader().read(key)).toEqual({
      problem: expect.objectContaining({ code: 'unreachable' }),
    });
  });
});
