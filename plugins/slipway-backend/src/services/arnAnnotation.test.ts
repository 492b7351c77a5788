import { registerMswTestHooks } from '@backstage/backend-test-utils';
import {
  overviewSchema,
  servicePlacementSchema,
} from '@slipway/plugin-slipway-common';
import { setupServer } from 'msw/node';
import request from 'supertest';
import { arnComponent, defineTasks, tag } from '../__testUtils__/arnServices';
import { FakeAws } from '../__testUtils__/fakeAws';
import { DIGEST, IMAGE, SERVICE_ARN } from '../__testUtils__/ordersState';
import { runOrders } from '../__testUtils__/runningOrders';
import {
  AWS_ENDPOINT,
  loopback,
  PLACE,
  startPlugin,
} from '../__testUtils__/startPlugin';

const BASE = '/api/slipway/entities/default/component';
const worker = setupServer(loopback);
registerMswTestHooks(worker);

const arn = (change: Partial<Record<string, string>> = {}) => {
  const {
    partition = 'aws',
    region = 'eu-central-1',
    account = '123456789012',
    resource = 'service/slipway/slipway-orders',
  } = change;
  return `arn:${partition}:ecs:${region}:${account}:${resource}`;
};

const entities = [
  arnComponent('legacy', SERVICE_ARN),
  arnComponent('thief', SERVICE_ARN),
  arnComponent('narrowed', SERVICE_ARN, {
    'slipway.dev/environments': 'second',
  }),
  arnComponent('orders', SERVICE_ARN, { 'slipway.dev/stack': 'orders' }),
  arnComponent('short', arn({ resource: 'service/slipway-orders' })),
  arnComponent('task', arn({ resource: 'task/slipway/1' })),
  arnComponent('deep', arn({ resource: 'service/slipway/orders/1' })),
  arnComponent('words', 'slipway-orders; aws ecs'),
  arnComponent('elsewhere', arn({ account: '999999999999' })),
  arnComponent('abroad', arn({ region: 'us-east-1' })),
  arnComponent('china', arn({ partition: 'aws-cn' })),
];

async function start(environments: object = { local: PLACE }) {
  const aws = new FakeAws();
  worker.use(...aws.handlers(AWS_ENDPOINT));
  runOrders(aws);
  defineTasks(aws, IMAGE);
  const server = await startPlugin({ entities, environments });
  return { aws, server };
}

describe('the ARN of an ECS service in an annotation', () => {
  it.each([
    ['no tag', undefined],
    ['the tag of another entity', 'component:default/orders'],
  ])('is not shown for %s, and only described', async (_, value) => {
    const { aws, server } = await start();
    tag(aws, value);
    const { body } = await request(server).get(`${BASE}/thief/overview`);
    const overview = overviewSchema.parse(body);
    expect(overview.verdict).toBe('unknown');
    const { deployments, scans, metrics } =
      overview.environments[0]?.facets ?? {};
    for (const facet of [deployments, scans, metrics]) {
      expect(facet).toEqual({
        verdict: 'unknown',
        problem: {
          code: 'not-bound',
          message: expect.stringContaining('slipway:entity-ref'),
          remedy: expect.stringContaining(
            'aws ecs tag-resource --resource-arn <ARN of the service> --tags key=slipway:entity-ref,value=component:default/thief',
          ),
        },
      });
    }
    expect(aws.calls).toEqual(['AssumeRole', 'DescribeServices']);
    expect(JSON.stringify(body)).not.toMatch(
      /arn:aws|payments|slipway-orders|default\/orders/,
    );

    const at = `${BASE}/thief/environments/local`;
    const details = await request(server).get(`${at}/deployments/details`);
    expect(details.body).toEqual({
      services: [],
      problem: expect.objectContaining({ code: 'not-bound' }),
    });
    await request(server)
      .get(`${at}/scans/findings?digest=${DIGEST}`)
      .expect(404);
    const charts = await request(server).get(`${at}/metrics?range=1h`);
    expect(charts.body.problem.code).toBe('not-bound');
    expect(aws.calls).toEqual(['AssumeRole', 'DescribeServices']);
  });

  it('is not shown to one entity from what was read for another', async () => {
    const { aws, server } = await start();
    tag(aws, 'component:default/legacy');
    const facet = 'environments/local/facets/deployments';
    const own = await request(server).get(`${BASE}/legacy/${facet}`);
    expect(own.body.verdict).toBe('healthy');
    const stack = await request(server).get(`${BASE}/orders/${facet}`);
    expect(stack.body.verdict).toBe('healthy');
    const thief = await request(server).get(`${BASE}/thief/${facet}`);
    expect(thief.body).toEqual({
      verdict: 'unknown',
      problem: expect.objectContaining({ code: 'not-bound' }),
    });
  });

  it('gives way to a stack', async () => {
    const { aws, server } = await start();
    const { body } = await request(server).get(`${BASE}/orders`);
    expect(servicePlacementSchema.parse(body)).toEqual({
      entityRef: 'component:default/orders',
      stack: 'orders',
      environments: ['local'],
    });
    const state = await request(server).get(
      `${BASE}/orders/environments/local/facets/state`,
    );
    expect(state.body.verdict).toBe('healthy');
    expect(aws.calls).not.toContain('DescribeServices');
  });

  it.each([
    ['legacy', ['first', 'second']],
    ['narrowed', ['second']],
  ])(
    'of %s is in the environments %j of its account and region',
    async (name, expected) => {
      const { aws, server } = await start({
        first: PLACE,
        other: { ...PLACE, region: 'eu-west-1' },
        second: { ...PLACE, prefix: 'second' },
      });
      const { body } = await request(server).get(`${BASE}/${name}`);
      expect(body).toEqual({
        entityRef: `component:default/${name}`,
        environments: expected,
      });
      expect(aws.calls).toEqual([]);
    },
  );

  it.each([
    ['short', 'is not the ARN of an ECS service'],
    ['task', 'is not the ARN of an ECS service'],
    ['deep', 'is not the ARN of an ECS service'],
    ['words', 'is not the ARN of an ECS service'],
    ['elsewhere', 'names an account and region of no environment'],
    ['abroad', 'names an account and region of no environment'],
    ['china', 'names an account and region of no environment'],
  ])('is refused with the ARN of %s', async (name, message) => {
    const { aws, server } = await start();
    const { status, body } = await request(server).get(
      `${BASE}/${name}/overview`,
    );
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ name: 'InputError' });
    expect(body.error.message).toContain(
      `The annotation aws.amazon.com/amazon-ecs-service-arn of component:default/${name} ${message}; it takes the long form arn:<partition>:ecs:<region>:<account>:service/<cluster>/<name> in the account and region of an environment (local)`,
    );
    expect(aws.calls).toEqual([]);
  });
});
