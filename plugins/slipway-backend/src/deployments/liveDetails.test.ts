import { registerMswTestHooks } from '@backstage/backend-test-utils';
import {
  deploymentsDetailsSchema,
  deploymentsResultSchema,
} from '@slipway/plugin-slipway-common';
import { setupServer } from 'msw/node';
import request from 'supertest';
import { FakeAws } from '../__testUtils__/fakeAws';
import { runOrdersInFull } from '../__testUtils__/runningOrdersInFull';
import {
  AWS_ENDPOINT,
  component,
  loopback,
  startPlugin,
} from '../__testUtils__/startPlugin';

const VIEWERS = 25;
const worker = setupServer(loopback);
registerMswTestHooks(worker);

const orders = component('orders', { 'slipway.dev/stack': 'orders' });
const at = '/api/slipway/entities/default/component/orders/environments/local';

async function start() {
  const aws = new FakeAws();
  worker.use(...aws.handlers(AWS_ENDPOINT));
  runOrdersInFull(aws);
  const server = await startPlugin({ entities: [orders] });
  const facet = async () => {
    const { body } = await request(server)
      .get(`${at}/facets/deployments`)
      .expect(200);
    return deploymentsResultSchema.parse(body);
  };
  const details = async () => {
    const { body } = await request(server)
      .get(`${at}/deployments/details`)
      .expect(200);
    return deploymentsDetailsSchema.parse(body);
  };
  return { aws, facet, details };
}

/** The calls of ECS, load balancing and scaling since the last time. */
function callsOf(aws: FakeAws): string[] {
  return aws.calls.splice(0).filter(call => !call.includes('Object'));
}

describe('many viewers of a service', () => {
  beforeEach(() => {
    jest.useFakeTimers({
      now: new Date('2026-11-23T12:00:00Z'),
      doNotFake: [
        'clearImmediate',
        'clearInterval',
        'clearTimeout',
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'setInterval',
        'setTimeout',
      ],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const pass = (seconds: number) =>
    jest.setSystemTime(Date.now() + seconds * 1_000);

  it('cost the calls of one, and none while the answers are kept', async () => {
    const { aws, facet, details } = await start();
    const views = () =>
      Promise.all(
        Array.from({ length: VIEWERS }, () =>
          Promise.all([facet(), details()]),
        ),
      );
    await views();
    const first = callsOf(aws);
    expect(first.filter(call => call === 'DescribeServices')).toHaveLength(1);
    expect(
      first.filter(call => call === 'DescribeServiceRevisions'),
    ).toHaveLength(1);
    expect(first.filter(call => call === 'ListTasks')).toHaveLength(2);
    expect(first).toHaveLength(15);

    pass(7);
    await views();
    expect(callsOf(aws)).toEqual([]);
  });

  it('get the details that were read last, with their age, while AWS throttles everything', async () => {
    const { aws, facet, details } = await start();
    const whole = { facet: await facet(), details: await details() };
    for (const action of Object.keys(aws.answers)) {
      aws.answers[action] = { awsError: 'ThrottlingException' };
    }
    pass(90);
    for (const told of await Promise.all([details(), details()])) {
      expect(told.services).toHaveLength(1);
      const [now] = told.services;
      const [before] = whole.details.services;
      // Its age is that of what was read.
      expect(now).toEqual({
        ...before,
        history: { ...before.history, since: expect.any(String) },
        problems: now.problems,
      });
      expect(now.problems).not.toEqual([]);
      for (const { problem } of now.problems) {
        expect(problem.code).toBe('throttled');
      }
    }
    expect(await facet()).toEqual({
      ...whole.facet,
      // For more than a minute nobody has vouched for it.
      verdict: 'unknown',
      problem: expect.objectContaining({ code: 'throttled' }),
    });
  });

  it('get what AWS says again once it does', async () => {
    const { aws, details } = await start();
    const [before] = (await details()).services;
    const { ListTasks } = aws.answers;
    aws.answers.ListTasks = { awsError: 'ThrottlingException' };
    pass(61);
    expect((await details()).services[0].problems).toMatchObject([
      { part: 'tasks', problem: { code: 'throttled' } },
    ]);
    aws.answers.ListTasks = ListTasks;
    pass(61);
    const [after] = (await details()).services;
    expect(after.problems).toEqual([]);
    expect(Date.parse(after.asOf) - Date.parse(before.asOf)).toBeGreaterThan(
      120_000,
    );
  });
});
