import { mockServices } from '@backstage/backend-test-utils';
import {
  matrix,
  PrometheusServer,
  type PrometheusAnswer,
  scrapes,
  sendJson,
} from '../__testUtils__/PrometheusServer';
import { type Answer } from '../cache';
import { EnvironmentReader } from './EnvironmentReader';
import { MetricsHistoryReader } from './MetricsHistoryReader';
import { MetricsReader } from './MetricsReader';
import { type PrometheusSettings } from './PrometheusConnection';

jest.setTimeout(30_000);

const MEGABYTE = 1024 * 1024;
const SERIES = JSON.stringify({
  metric: { __name__: 'up', instance: '10.0.0.1:8080', path: 'x'.repeat(200) },
  values: [[1_700_000_000, '1']],
  value: [1_700_000_000, '1'],
});

/** Ten megabytes of series, as fast as they are taken. */
const tenMegabytes: PrometheusAnswer = response => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(
    '{"status":"success","data":{"resultType":"matrix","result":[',
  );
  const chunk = `${SERIES},`.repeat(200);
  let left = (10 * MEGABYTE) / chunk.length;
  const send = () => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(chunk)) {
        response.once('drain', send);
        return;
      }
    }
    response.end(`${SERIES}]}}`);
  };
  send();
};

const page: PrometheusAnswer = response => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<html>Sign in</html>');
};

describe('a Prometheus in trouble', () => {
  let prometheus: PrometheusServer;

  beforeEach(async () => {
    prometheus = await PrometheusServer.start();
  });

  afterEach(async () => {
    await prometheus.stop();
  });

  const answerAll = (answer: PrometheusAnswer) => {
    for (const path of ['query', 'query_range', 'rules', 'targets']) {
      prometheus.answers[`/api/v1/${path}`] = answer;
    }
  };

  const createReaders = (settings: Partial<PrometheusSettings> = {}) => {
    const client = prometheus.client(settings);
    const common = {
      clientOf: () => client,
      logger: mockServices.logger.mock(),
    };
    return {
      card: MetricsReader.create(common),
      charts: MetricsHistoryReader.create({ ...common, configured: [] }),
      environment: EnvironmentReader.create(common),
    };
  };

  const readAll = async ({
    card,
    charts,
    environment,
  }: ReturnType<typeof createReaders>): Promise<Answer<unknown>[]> => {
    const key = { environment: 'local', ecsService: 'slipway-orders' };
    return Promise.all([
      card.read(key),
      charts.read({ ...key, range: '1h' }),
      environment.alertingRules('local'),
      environment.targets('local'),
    ]);
  };

  it.each<[string, PrometheusAnswer, string]>([
    ['is slow', () => {}, 'timeout'],
    ['answers with HTML', page, 'unexpected-answer'],
    ['answers with ten megabytes of series', tenMegabytes, 'unexpected-answer'],
    [
      'hangs up',
      response => {
        response.destroy();
      },
      'unreachable',
    ],
  ])(
    'that %s is a problem of card, charts, alerts and targets',
    async (_name, answer, code) => {
      answerAll(answer);
      const timeoutSeconds = code === 'timeout' ? 0.3 : 10;
      for (const read of await readAll(createReaders({ timeoutSeconds }))) {
        expect(read.value).toBeUndefined();
        expect(read.problem).toMatchObject({
          code,
          message: expect.stringContaining('Prometheus of environment local'),
          remedy: expect.any(String),
        });
      }
    },
  );

  it('keeps nobody waiting for longer than two answers may take, however many ask', async () => {
    answerAll(() => {});
    const { card } = createReaders({ timeoutSeconds: 0.5 });
    const started = Date.now();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        card.read({ environment: 'local', ecsService: `service-${n}` }),
      ),
    );
    expect(answers.map(({ problem }) => problem?.code)).toEqual(
      Array(50).fill('timeout'),
    );
    // 200 queries, six at a time: one after the other they would take 17 s.
    expect(Date.now() - started).toBeLessThan(6_000);
  });

  it('takes little memory for ten services of ten megabytes a query', async () => {
    answerAll(tenMegabytes);
    const { card } = createReaders({ timeoutSeconds: 60 });
    const used = () => {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return (heapUsed + arrayBuffers) / MEGABYTE;
    };
    const before = used();
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, used() - before);
    }, 5);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        card.read({ environment: 'local', ecsService: `service-${n}` }),
      ),
    ).finally(() => clearInterval(watch));
    for (const { problem } of answers) {
      expect(problem?.message).toContain('more than 5 MB');
    }
    // 400 MB were offered; what the server in this process writes, and what waits for a collection, counts too.
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(250);
  });

  it('shows gaps for what is no number', async () => {
    prometheus.answers['/api/v1/query'] = response =>
      sendJson(response, scrapes(['1', 'NaN']));
    prometheus.answers['/api/v1/query_range'] = (response, parameters) => {
      const end = Number(parameters.get('end'));
      const step = Number(parameters.get('step'));
      sendJson(
        response,
        matrix({
          values: [
            [end - 3 * step, '2'],
            [end - step, '+Inf'],
            [end, 'NaN'],
          ],
        }),
      );
    };
    const { card, charts } = createReaders();
    const key = { environment: 'local', ecsService: 'slipway-orders' };
    const numbers = (await card.read(key)).value;
    expect(numbers?.targets).toEqual({ up: 1, total: 2, empty: 0 });
    expect(numbers?.requestRate).toBeUndefined();
    expect(numbers?.trend?.requestRate.slice(-4)).toEqual([
      2,
      null,
      null,
      null,
    ]);
    const history = (await charts.read({ ...key, range: '7d' })).value;
    expect(history?.charts[0]?.series[0]?.points.slice(-4)).toEqual([
      2,
      null,
      null,
      null,
    ]);
  });
});
