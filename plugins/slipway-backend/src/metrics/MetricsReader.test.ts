import {
  mockServices,
  registerMswTestHooks,
} from '@backstage/backend-test-utils';
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { MetricsReader } from './MetricsReader';
import { PrometheusClient } from './PrometheusClient';

const URL = 'http://prometheus.example';
const key = { environment: 'local', ecsService: 'slipway-orders' };
const worker = setupServer();
registerMswTestHooks(worker);

function createReader(configured = true) {
  const client = PrometheusClient.create({ url: URL, environment: 'local' });
  return MetricsReader.create({
    clientOf: () => (configured ? client : undefined),
    logger: mockServices.logger.mock(),
  });
}

const vector = (...values: string[]) =>
  HttpResponse.json({
    status: 'success',
    data: {
      resultType: 'vector',
      result: values.map(value => ({ metric: {}, value: [1, value] })),
    },
  });

function answerQueries(values: Record<string, string[]>) {
  worker.use(
    http.get(`${URL}/api/v1/query`, ({ request }) => {
      const query = new URLSearchParams(request.url.split('?')[1]).get('query');
      const start = Object.keys(values).find(text => query?.startsWith(text));
      return vector(...(start === undefined ? [] : values[start] ?? []));
    }),
  );
}

describe('MetricsReader', () => {
  it('reads rate, error ratio and latency, and leaves out what is no number', async () => {
    answerQueries({
      'up{': ['1', '1'],
      'sum(rate': ['4.2'],
      '(sum(rate': ['0.001'],
      histogram_quantile: ['NaN'],
    });
    expect((await createReader().read(key)).value).toEqual({
      targets: { up: 2, total: 2, errors: [] },
      requestRate: 4.2,
      errorRatio: 0.001,
      latencyP95: undefined,
      windowSeconds: 300,
    });
  });

  it('says why targets of the service are down, and nothing of others', async () => {
    answerQueries({ 'up{': ['0'] });
    const target = (ecs_service: string, lastError: string) => ({
      labels: { ecs_service },
      lastError,
    });
    worker.use(
      http.get(`${URL}/api/v1/targets`, () =>
        HttpResponse.json({
          status: 'success',
          data: {
            activeTargets: [
              target('slipway-orders', 'server returned HTTP status 404'),
              target('slipway-other', 'connection refused'),
            ],
          },
        }),
      ),
    );
    expect((await createReader().read(key)).value?.targets).toEqual({
      up: 0,
      total: 1,
      errors: ['server returned HTTP status 404'],
    });
  });

  it.each<[string, () => Response | Promise<Response>, string]>([
    [
      'HTML',
      () => HttpResponse.html('<html>login</html>'),
      'unexpected-answer',
    ],
    [
      'an error',
      () => HttpResponse.json({}, { status: 500 }),
      'unexpected-answer',
    ],
    [
      'another form',
      () => HttpResponse.json({ status: 'success' }),
      'unexpected-answer',
    ],
    [
      'broken JSON',
      () =>
        new HttpResponse('{', {
          headers: { 'content-type': 'application/json' },
        }),
      'unexpected-answer',
    ],
    [
      'too much',
      () => HttpResponse.json({ filler: 'x'.repeat(6 * 1024 * 1024) }),
      'unexpected-answer',
    ],
    [
      'a redirect',
      () => HttpResponse.redirect('http://elsewhere.example/'),
      'unreachable',
    ],
    ['nothing', () => HttpResponse.error(), 'unreachable'],
  ])('turns %s into a problem', async (_name, answer, code) => {
    worker.use(http.get(`${URL}/api/v1/query`, answer));
    expect((await createReader().read(key)).problem?.code).toBe(code);
  });

  it('gives up on a Prometheus that does not end', async () => {
    worker.use(
      http.get(`${URL}/api/v1/query`, async () => {
        await delay('infinite');
        return vector();
      }),
    );
    expect((await createReader().read(key)).problem?.code).toBe('timeout');
  }, 10_000);

  it('says that nothing is configured', async () => {
    expect((await createReader(false).read(key)).problem).toMatchObject({
      code: 'not-configured',
      remedy: 'Set slipway.environments.local.prometheus.url',
    });
  });
});
