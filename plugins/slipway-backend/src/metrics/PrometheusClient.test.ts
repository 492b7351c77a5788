import {
  matrix,
  type PrometheusAnswer,
  PrometheusServer,
  sendJson,
  vector,
} from '../__testUtils__/PrometheusServer';

const MEGABYTE = 1024 * 1024;

describe('PrometheusClient', () => {
  let prometheus: PrometheusServer;

  beforeEach(async () => {
    prometheus = await PrometheusServer.start();
  });

  afterEach(async () => {
    await prometheus.stop();
  });

  const answerWith = (answer: PrometheusAnswer) => {
    prometheus.answers['/api/v1/query'] = answer;
  };

  it.each<[string, PrometheusAnswer, string, string]>([
    [
      'HTML',
      response =>
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<html>login</html>'),
      'unexpected-answer',
      'something of type text/html',
    ],
    [
      'an error',
      response => response.writeHead(500).end(),
      'unexpected-answer',
      'status 500',
    ],
    [
      'a request for credentials',
      response => response.writeHead(401).end(),
      'credentials-invalid',
      'status 401',
    ],
    [
      'a refusal',
      response => response.writeHead(403).end(),
      'access-denied',
      'status 403',
    ],
    [
      'too many requests',
      response => response.writeHead(429).end(),
      'throttled',
      'status 429',
    ],
    [
      'being overloaded',
      response => response.writeHead(503).end(),
      'unreachable',
      'status 503',
    ],
    [
      'another form',
      response => sendJson(response, { status: 'success' }),
      'unexpected-answer',
      'another form',
    ],
    [
      'broken JSON',
      response =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end('{'),
      'unexpected-answer',
      'another form',
    ],
    [
      'a redirect',
      response =>
        response
          .writeHead(302, { location: 'http://elsewhere.example/' })
          .end(),
      'unreachable',
      'did not answer',
    ],
    [
      'half an answer',
      response => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{');
        response.destroy();
      },
      'unreachable',
      'did not answer',
    ],
  ])('turns %s into a problem', async (_name, answer, code, message) => {
    answerWith(answer);
    await expect(prometheus.client().query('up')).rejects.toMatchObject({
      problem: { code, message: expect.stringContaining(message) },
    });
  });

  it('turns a Prometheus that is down into a problem', async () => {
    const client = prometheus.client();
    await prometheus.stop();
    prometheus = await PrometheusServer.start();
    await expect(client.query('up')).rejects.toMatchObject({
      problem: {
        code: 'unreachable',
        remedy: expect.stringContaining(
          'slipway.environments.local.prometheus.url',
        ),
      },
    });
  });

  it.each<[string, PrometheusAnswer]>([
    ['says nothing', () => {}],
    [
      'never ends',
      response => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{');
      },
    ],
  ])('gives up on one that %s', async (_name, answer) => {
    answerWith(answer);
    await expect(
      prometheus.client({ timeoutSeconds: 0.2 }).query('up'),
    ).rejects.toMatchObject({
      problem: {
        code: 'timeout',
        message: 'Prometheus of environment local took longer than 0.2 s',
      },
    });
  });

  it('stops reading an answer of many megabytes', async () => {
    let taken = 0;
    const closed = new Promise(resolve => {
      answerWith(response => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.once('close', resolve);
        const send = () => {
          while (!response.destroyed && response.write(' '.repeat(MEGABYTE))) {
            taken += 1;
          }
          taken += 1;
          response.once('drain', send);
        };
        send();
      });
    });
    await expect(prometheus.client().query('up')).rejects.toMatchObject({
      problem: {
        code: 'unexpected-answer',
        message: 'Prometheus of environment local answered with more than 5 MB',
      },
    });
    await closed;
    // What the kernel holds for both ends comes on top.
    expect(taken).toBeLessThan(30);
  });

  it('asks no more than six things at once', async () => {
    let underWay = 0;
    let most = 0;
    answerWith(response => {
      underWay += 1;
      most = Math.max(most, underWay);
      setTimeout(() => {
        underWay -= 1;
        sendJson(response, vector('1'));
      }, 20);
    });
    const client = prometheus.client();
    await Promise.all(Array.from({ length: 20 }, () => client.query('up')));
    expect(most).toBe(6);
  });

  it('puts a range on its grid, with gaps where there is no number', async () => {
    prometheus.answers['/api/v1/query_range'] = (response, parameters) => {
      const start = Number(parameters.get('start'));
      sendJson(
        response,
        matrix({
          metric: { pool: 'main' },
          values: [
            [start, '1.5'],
            [start + 60, 'NaN'],
            [start + 120, '+Inf'],
            [start + 240, '2'],
          ],
        }),
      );
    };
    const range = { length: 300, step: 60, window: 300 };
    expect(
      await prometheus.client().queryRange('up', range, new Date()),
    ).toEqual([
      { labels: { pool: 'main' }, points: [1.5, null, null, null, 2, null] },
    ]);
  });

  it.each([
    [{}, undefined],
    [{ bearerToken: 'canary' }, 'Bearer canary'],
    [
      { basicAuth: { username: 'slipway', password: 'pässword' } },
      `Basic ${Buffer.from('slipway:pässword').toString('base64')}`,
    ],
  ])('signs in with %j', async (settings, header) => {
    answerWith(response => sendJson(response, vector('1')));
    await prometheus.client(settings).query('up');
    expect(prometheus.lastHeaders.authorization).toBe(header);
  });
});
