import {
  mockCredentials,
  mockServices,
  registerMswTestHooks,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { http, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import request from 'supertest';
import slipwayPlugin from '..';
import { FakeAws } from '../__testUtils__/fakeAws';
import { describedService, runOrders } from '../__testUtils__/runningOrders';
import { type ServiceFacets } from '../overview';
import { ServiceDirectory } from '../services';
import { registerActions } from './registerActions';

const ENDPOINT = 'http://aws.example';
const STATUS = 'slipway:get-ecs-deployment-status';
const EXPLAIN = 'slipway:explain-ecs-deployment-failure';
const ACTIONS = '/api/slipway/.backstage/actions/v1/actions';

// The backend under test listens on the loopback address.
const worker = setupServer(
  http.all(/^http:\/\/(127\.0\.0\.1|localhost)[:/]/, () => passthrough()),
);
registerMswTestHooks(worker);

const entities = ['orders', 'thief'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    namespace: 'default',
    annotations: { 'slipway.dev/stack': 'orders' },
  },
}));

const permissionsWhere = (allowed: boolean) =>
  mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(() => ({
        result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
      })),
  });

async function start(options: { allowed?: boolean } = {}) {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  runOrders(aws);
  const { server } = await startTestBackend({
    features: [
      slipwayPlugin,
      catalogServiceMock.factory({ entities }),
      mockServices.rootConfig.factory({
        data: {
          backend: {
            database: { client: 'better-sqlite3', connection: ':memory:' },
          },
          slipway: {
            environments: {
              local: {
                accountId: '123456789012',
                region: 'eu-central-1',
                endpoint: ENDPOINT,
                operator: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' },
              },
            },
          },
        },
      }),
      permissionsWhere(options.allowed ?? true).factory,
    ],
  });
  const invoke = (id: string, input: object) =>
    request(server).post(`${ACTIONS}/${id}/invoke`).send(input);
  return { aws, server, invoke };
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
    const { aws, server, invoke } = await start({ allowed: false });
    const { body } = await request(server).get(ACTIONS);
    expect(body.actions).toEqual([]);
    const response = await invoke(STATUS, { entityRef: 'orders' });
    expect(response.status).toBe(404);
    expect(aws.calls).toEqual([]);
  });

  it.each(['get-ecs-deployment-status', 'explain-ecs-deployment-failure'])(
    'check the permission themselves too, in %s',
    async name => {
      const registry = actionsRegistryServiceMock();
      const facet = jest.fn();
      registerActions(registry, {
        permissions: permissionsWhere(false),
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
