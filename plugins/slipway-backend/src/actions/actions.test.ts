import {
  mockCredentials,
  mockServices,
  registerMswTestHooks,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { setupServer } from 'msw/node';
import request from 'supertest';
import { z } from 'zod';
import { FakeAws } from '../__testUtils__/fakeAws';
import { SERVICE_ARN } from '../__testUtils__/ordersState';
import { describedService, runOrders } from '../__testUtils__/runningOrders';
import {
  AWS_ENDPOINT,
  component,
  loopback,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { type ServiceFacets } from '../overview';
import { ServiceDirectory } from '../services';
import { registerActions } from './registerActions';

const STATUS = 'slipway:get-ecs-deployment-status';
const EXPLAIN = 'slipway:explain-ecs-deployment-failure';
const ACTIONS = '/api/slipway/.backstage/actions/v1/actions';

const worker = setupServer(loopback);
registerMswTestHooks(worker);

const entities = [
  component('orders', { 'slipway.dev/stack': 'orders' }),
  component('thief', { 'slipway.dev/stack': 'orders' }),
  component('legacy', {
    'aws.amazon.com/amazon-ecs-service-arn': SERVICE_ARN,
  }),
];

const denyAll = () =>
  mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(() => ({ result: AuthorizeResult.DENY })),
  });

async function start(options: { denied?: string[] } = {}) {
  const aws = new FakeAws();
  worker.use(...aws.handlers(AWS_ENDPOINT));
  runOrders(aws);
  const server = await startPlugin({ entities, ...options });
  const invoke = (id: string, input: object) =>
    request(server).post(`${ACTIONS}/${id}/invoke`).send(input);
  return { aws, server, invoke };
}

/** A rollout that was rolled back, though the service is at full strength. */
function rollBack(aws: FakeAws, change: object = {}) {
  aws.answers.DescribeServices = {
    services: [
      describedService({
        events: [
          {
            id: '1',
            createdAt: Date.now() / 1000,
            message:
              '(service slipway-orders) was unable to place a task. Reason: Capacity is unavailable at this time.',
          },
        ],
        ...change,
      }),
    ],
  };
  aws.answers.ListServiceDeployments = {
    serviceDeployments: [
      {
        serviceDeploymentArn: 'arn:aws:ecs:a:1:service-deployment/s/o/1',
        status: 'ROLLBACK_SUCCESSFUL',
        createdAt: 1,
        startedAt: 1,
      },
    ],
  };
}

describe('the actions of the read side', () => {
  it('tell assistants what they take and answer, and that they change nothing', async () => {
    const { server } = await start();
    const { body } = await request(server).get(ACTIONS);
    expect(body.actions.map(({ id }: { id: string }) => id)).toEqual([
      STATUS,
      EXPLAIN,
    ]);
    for (const action of body.actions) {
      expect(action.attributes).toEqual({
        readOnly: true,
        destructive: false,
        idempotent: true,
      });
      expect(action.schema.input.required).toEqual(['entityRef']);
      expect(action.schema.output.required).toEqual([
        'entityRef',
        'environments',
      ]);
      expect(action.examples).toHaveLength(2);
    }
  });

  it('answer what the routes answer', async () => {
    const { server, invoke } = await start();
    const status = await invoke(STATUS, { entityRef: 'orders' });
    const route = await request(server).get(
      '/api/slipway/entities/default/component/orders/environments/local/facets/deployments',
    );
    expect(status.body.output).toEqual({
      entityRef: 'component:default/orders',
      stack: 'orders',
      environments: [{ environment: 'local', deployments: route.body }],
    });
    expect(route.body.verdict).toBe('healthy');
  });

  it('explain a rollout that was rolled back', async () => {
    const { aws, invoke } = await start();
    rollBack(aws);
    const { body } = await invoke(EXPLAIN, {
      entityRef: 'component:default/orders',
      environment: 'local',
    });
    expect(body.output.environments).toEqual([
      expect.objectContaining({
        environment: 'local',
        verdict: 'failing',
        services: [
          expect.objectContaining({
            rollout: expect.objectContaining({ state: 'rolled-back' }),
            events: [
              expect.objectContaining({
                diagnosis: expect.objectContaining({
                  explanation: expect.any(String),
                }),
              }),
            ],
          }),
        ],
      }),
    ]);
  });

  it.each([
    ['a healthy service', STATUS, () => {}],
    ['a healthy service', EXPLAIN, () => {}],
    ['a rollout that was rolled back', STATUS, rollBack],
    ['a rollout that was rolled back', EXPLAIN, rollBack],
    [
      'a service that is gone',
      EXPLAIN,
      (aws: FakeAws) => {
        aws.answers.DescribeServices = { services: [] };
      },
    ],
  ])(
    'answer of %s what the schema of %s says, and nothing else',
    async (_, id, script) => {
      const { aws, server, invoke } = await start();
      script(aws);
      const { body: listed } = await request(server).get(ACTIONS);
      const { schema, examples } = listed.actions.find(
        (action: { id: string }) => action.id === id,
      );
      const output = z.fromJSONSchema(schema.output);
      expect(output.safeParse({}).success).toBe(false);
      const [whole, short] = examples;
      output.parse(whole.output);
      for (const { input } of [whole, short]) {
        z.fromJSONSchema(schema.input).parse(input);
      }
      const { body, status } = await invoke(id, { entityRef: 'orders' });
      expect(status).toBe(200);
      expect(output.parse(body.output)).toEqual(body.output);
    },
  );

  it('tell of a service that Slipway did not provision what its tag lets them', async () => {
    const { aws, invoke } = await start();
    const tags = [
      { key: 'slipway:entity-ref', value: 'component:default/legacy' },
    ];
    rollBack(aws, { tags });
    for (const id of [STATUS, EXPLAIN]) {
      const { body } = await invoke(id, { entityRef: 'legacy' });
      expect(body.output).toMatchObject({
        entityRef: 'component:default/legacy',
        environments: [{ environment: 'local' }],
      });
      expect(body.output).not.toHaveProperty('stack');
      expect(JSON.stringify(body.output)).toContain('"state":"rolled-back"');
    }

    const other = await start();
    for (const id of [STATUS, EXPLAIN]) {
      const { body } = await other.invoke(id, { entityRef: 'legacy' });
      expect(JSON.stringify(body.output)).toContain('not-bound');
      expect(JSON.stringify(body.output)).not.toContain('slipway-orders"');
    }
    expect(other.aws.calls).not.toContain('ListServiceDeployments');
  });

  it('tell nothing of a stack to an entity that the stack does not name', async () => {
    const { aws, invoke } = await start();
    const { body } = await invoke(EXPLAIN, { entityRef: 'thief' });
    expect(body.output.environments).toEqual([
      {
        environment: 'local',
        verdict: 'unknown',
        problem: expect.objectContaining({ code: 'not-bound' }),
        services: [],
      },
    ]);
    expect(aws.calls).not.toContain('DescribeServices');
  });

  it.each([
    [{ entityRef: 'nobody' }, 404, 'There is no entity'],
    [
      { entityRef: 'orders', environment: 'prod' },
      404,
      'has no environment prod',
    ],
    [{ entityRef: 'component:/orders' }, 400, 'must be an entity reference'],
    [{}, 400, 'Invalid input'],
  ])('refuse %j with %i', async (input, status, message) => {
    const { invoke } = await start();
    const response = await invoke(STATUS, input);
    expect(response.status).toBe(status);
    expect(response.body.error.message).toContain(message);
  });

  it('are not there for who may not see deployments', async () => {
    const { aws, server, invoke } = await start({
      denied: ['slipway.deployments.read'],
    });
    const { body } = await request(server).get(ACTIONS);
    expect(body.actions).toEqual([]);
    for (const id of [STATUS, EXPLAIN]) {
      for (const entityRef of ['orders', 'legacy']) {
        const response = await invoke(id, { entityRef });
        expect(response.status).toBe(404);
      }
    }
    expect(aws.calls).toEqual([]);
  });

  it.each(['get-ecs-deployment-status', 'explain-ecs-deployment-failure'])(
    'check the permission themselves too, in %s',
    async name => {
      const registry = actionsRegistryServiceMock();
      const facet = jest.fn();
      registerActions(registry, {
        permissions: denyAll(),
        directory: ServiceDirectory.create({
          catalog: catalogServiceMock({ entities }),
          environments: [
            {
              name: 'local',
              accountId: '123456789012',
              region: 'eu-central-1',
            },
          ],
        }),
        facets: { facet } as unknown as ServiceFacets,
      });
      await expect(
        registry.invoke({
          id: `test:${name}`,
          input: { entityRef: 'orders' },
          credentials: mockCredentials.user(),
        }),
      ).rejects.toThrow('You lack the permission slipway.deployments.read');
      expect(facet).not.toHaveBeenCalled();
    },
  );
});
