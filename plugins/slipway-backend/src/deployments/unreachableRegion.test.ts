import { createServer, type Server, type Socket } from 'node:net';
import { type AddressInfo } from 'node:net';
import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { setupServer } from 'msw/node';
import request from 'supertest';
import { FakeAws, type FakeAnswer } from '../__testUtils__/fakeAws';
import { SERVICE_ARN } from '../__testUtils__/ordersState';
import { runOrders } from '../__testUtils__/runningOrders';
import {
  AWS_ENDPOINT,
  component,
  loopback,
  PLACE,
  startPlugin,
} from '../__testUtils__/startPlugin';

const worker = setupServer(loopback);
registerMswTestHooks(worker);

const legacy = component('legacy', {
  'aws.amazon.com/amazon-ecs-service-arn': SERVICE_ARN,
});
const orders = component('orders', { 'slipway.dev/stack': 'orders' });
const facetOf = (name: string) =>
  `/api/slipway/entities/default/component/${name}/environments/local/facets/deployments`;

/** A port that takes connections and says nothing. */
async function listenSilently() {
  const sockets = new Set<Socket>();
  const server: Server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    sockets.forEach(socket => socket.destroy());
    await new Promise(resolve => {
      server.close(resolve);
    });
  };
  return { endpoint: `http://127.0.0.1:${port}`, stop };
}

describe('a region that does not answer', () => {
  it('is a problem at once where the port is closed', async () => {
    const { endpoint, stop } = await listenSilently();
    await stop();
    const server = await startPlugin({
      entities: [legacy],
      environments: { local: { ...PLACE, endpoint } },
    });
    const { body } = await request(server).get(facetOf('legacy')).expect(200);
    expect(body).toEqual({
      verdict: 'unknown',
      problem: expect.objectContaining({
        code: 'unreachable',
        remedy: expect.stringContaining('network'),
      }),
    });
  });

  it('is a problem after three attempts of ten seconds where it hangs', async () => {
    const { endpoint, stop } = await listenSilently();
    jest.useFakeTimers({
      doNotFake: [
        'Date',
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
      ],
    });
    try {
      const server = await startPlugin({
        entities: [legacy],
        environments: { local: { ...PLACE, endpoint } },
      });
      let body: object | undefined;
      const view = request(server)
        .get(facetOf('legacy'))
        .then(response => {
          body = response.body;
        });
      let seconds = 0;
      while (!body && seconds < 60) {
        await jest.advanceTimersByTimeAsync(1_000);
        await new Promise(resolve => {
          setImmediate(resolve);
        });
        seconds += 1;
      }
      await view;
      expect(body).toEqual({
        verdict: 'unknown',
        problem: expect.objectContaining({ code: 'timeout' }),
      });
      expect(seconds).toBeGreaterThanOrEqual(29);
    } finally {
      jest.useRealTimers();
      await stop();
    }
  });
});

describe('an answer that says no', () => {
  async function view(name: string, answer: FakeAnswer) {
    const aws = new FakeAws();
    worker.use(...aws.handlers(AWS_ENDPOINT));
    runOrders(aws);
    aws.answers.DescribeServices = answer;
    const server = await startPlugin({ entities: [legacy, orders] });
    const { body } = await request(server).get(facetOf(name)).expect(200);
    return body;
  }

  it.each([
    [
      'InvalidSignatureException',
      'Signature expired: 20261120T100000Z is now earlier than 20261120T101500Z (20261120T102000Z - 5 min.)',
    ],
    [
      'SignatureDoesNotMatch',
      'Signature not yet current: 20261120T110000Z is still later than 20261120T102500Z (20261120T102000Z + 5 min.)',
    ],
    ['RequestExpired', 'Request has expired.'],
    [
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    ],
  ])('for the clock, as %s, names the clock', async (awsError, message) => {
    const body = await view('orders', { awsError, message, status: 403 });
    expect(body).toEqual({
      verdict: 'unknown',
      problem: expect.objectContaining({
        code: 'credentials-invalid',
        message: expect.stringContaining('too early or too late'),
        remedy: expect.stringContaining('clock'),
      }),
    });
  });

  it.each([
    ['a cluster that is not there', { awsError: 'ClusterNotFoundException' }],
    [
      'a service that is not there',
      { services: [], failures: [{ reason: 'MISSING' }] },
    ],
  ])('for %s says so, whoever asks', async (_, answer) => {
    for (const [name, remedy] of [
      ['orders', 'Reconcile'],
      ['legacy', 'Correct the annotation'],
    ]) {
      expect(await view(name, answer)).toEqual({
        verdict: 'unknown',
        problem: expect.objectContaining({
          code: 'not-found',
          remedy: expect.stringContaining(remedy),
        }),
      });
    }
  });
});
