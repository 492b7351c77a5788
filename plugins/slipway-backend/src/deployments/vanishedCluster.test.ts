import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { overviewSchema } from '@slipway/plugin-slipway-common';
import { setupServer } from 'msw/node';
import request from 'supertest';
import { arnComponent, defineTasks, tag } from '../__testUtils__/arnServices';
import { FakeAws } from '../__testUtils__/fakeAws';
import { IMAGE, SERVICE_ARN } from '../__testUtils__/ordersState';
import { describedService, runOrders } from '../__testUtils__/runningOrders';
import {
  AWS_ENDPOINT,
  component,
  loopback,
  startPlugin,
} from '../__testUtils__/startPlugin';

const worker = setupServer(loopback);
registerMswTestHooks(worker);

const START = Date.parse('2026-11-20T10:00:00.000Z');
const entities = [
  component('orders', { 'slipway.dev/stack': 'orders' }),
  arnComponent('legacy', SERVICE_ARN),
];

describe('a cluster that is deleted while its services are watched', () => {
  beforeEach(() => {
    // Only the clock is the test's.
    jest.useFakeTimers({
      now: START,
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

  async function setUp() {
    const aws = new FakeAws();
    worker.use(...aws.handlers(AWS_ENDPOINT));
    runOrders(aws);
    defineTasks(aws, IMAGE);
    tag(aws, 'component:default/legacy');
    const server = await startPlugin({ entities });
    const look = async (name: string, seconds: number) => {
      jest.setSystemTime(START + seconds * 1_000);
      const { body } = await request(server)
        .get(`/api/slipway/entities/default/component/${name}/overview`)
        .expect(200);
      return overviewSchema.parse(body).environments[0];
    };
    return { aws, look };
  }

  it.each(['orders', 'legacy'])(
    'is shown as it was for its time, then named as gone, and never green again: %s',
    async name => {
      const { aws, look } = await setUp();
      const seen = (await look(name, 0)).facets.deployments;
      expect(seen).toMatchObject({
        verdict: 'healthy',
        asOf: new Date(START).toISOString(),
      });

      aws.answers.DescribeServices = { awsError: 'ClusterNotFoundException' };
      // Within its time nobody asks again: the age says how old it is.
      expect((await look(name, 20)).facets.deployments).toEqual(seen);

      for (const seconds of [31, 45, 3_600]) {
        const { verdict, facets } = await look(name, seconds);
        expect(facets.deployments).toEqual({
          verdict: 'unknown',
          problem: expect.objectContaining({
            code: 'not-found',
            message: expect.stringContaining('the ECS cluster slipway'),
          }),
        });
        // What it ran, measured and was declared as may still be known; nothing of it vouches for what is there.
        for (const told of [facets.scans, facets.metrics, facets.drift]) {
          expect(['unknown', 'attention', 'failing']).toContain(told?.verdict);
        }
        expect(['unknown', 'attention', 'failing']).toContain(verdict);
      }
    },
  );

  it.each(['DRAINING', 'INACTIVE'])(
    'is failing while its service is still told as %s',
    async status => {
      const { aws, look } = await setUp();
      await look('orders', 0);
      aws.answers.DescribeServices = {
        services: [describedService({ status, runningCount: 0 })],
      };
      const { facets } = await look('orders', 31);
      expect(facets.deployments).toMatchObject({
        verdict: 'failing',
        data: { services: [{ status }] },
      });
    },
  );

  it('keeps what it knew, with its age, while ECS only refuses to tell', async () => {
    const { aws, look } = await setUp();
    await look('orders', 0);
    aws.answers.DescribeServices = { awsError: 'AccessDeniedException' };
    const { facets } = await look('orders', 120);
    for (const told of [facets.deployments, facets.scans]) {
      expect(told).toMatchObject({
        verdict: 'unknown',
        asOf: new Date(START).toISOString(),
        data: expect.any(Object),
        problem: { missingAction: 'ecs:DescribeServices' },
      });
    }
  });
});
