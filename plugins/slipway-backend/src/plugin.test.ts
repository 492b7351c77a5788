import {
  mockCredentials,
  mockServices,
  registerMswTestHooks,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { type Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  deploymentsDetailsSchema,
  environmentsResponseSchema,
  overviewSchema,
  stateResultSchema,
} from '@slipway/plugin-slipway-common';
import { http, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import request from 'supertest';
import slipwayPlugin from '.';
import { memoryDatabase } from './__testUtils__/memoryDatabase';
import { FakeAws } from './__testUtils__/fakeAws';
import { DIGEST, IMAGE } from './__testUtils__/ordersState';
import { describedService, runOrders } from './__testUtils__/runningOrders';

const ENDPOINT = 'http://aws.example';

// The backend under test listens on the loopback address.
const worker = setupServer(
  http.all(/^http:\/\/(127\.0\.0\.1|localhost)[:/]/, () => passthrough()),
);
registerMswTestHooks(worker);

function component(name: string, annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
  };
}

const entities = [
  component('orders', { 'slipway.dev/stack': 'orders' }),
  component('thief', { 'slipway.dev/stack': 'orders' }),
  component('odd', { 'slipway.dev/stack': '../platform' }),
  component('lost', {
    'slipway.dev/stack': 'orders',
    'slipway.dev/environments': 'local,prod',
  }),
  component('plain', {}),
];

async function start(
  options: { environments?: object; denied?: string[] } = {},
) {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  const environments = options.environments ?? {
    local: {
      accountId: '123456789012',
      region: 'eu-central-1',
      endpoint: ENDPOINT,
      operator: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'canary-key' },
    },
  };
  const { server } = await startTestBackend({
    features: [
      slipwayPlugin,
      memoryDatabase(),
      catalogServiceMock.factory({ entities }),
      mockServices.rootConfig.factory({
        data: {
          slipway: { environments },
        },
      }),
      mockServices.permissions.mock({
        authorize: async requests =>
          requests.map(({ permission }) => ({
            result: options.denied?.includes(permission.name)
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
          })),
      }).factory,
    ],
  });
  return { aws, server };
}

const orders = '/api/slipway/entities/default/component/orders';

describe('slipwayPlugin', () => {
  it('tells who let a rollout with hooks continue against the policy', async () => {
    const { aws, server } = await start();
    runOrders(aws);
    const override = {
      images: [IMAGE],
      decidedAt: new Date().toISOString(),
      decidedBy: 'user:default/ada',
      reason: 'It mends an outage',
    };
    aws.objects['services/orders/override.json'] = JSON.stringify(override);
    aws.answers.DescribeServices = {
      services: [
        describedService({
          deploymentConfiguration: {
            strategy: 'BLUE_GREEN',
            lifecycleHooks: [{ targetType: 'PAUSE' }],
          },
        }),
      ],
      failures: [],
    };
    const { body } = await request(server)
      .get(`${orders}/environments/local/facets/scans`)
      .expect(200);
    expect(body.data.override).toEqual(override);
  });

  it('shows a service in 8 calls, its role assumed among them, and again in none', async () => {
    const { aws, server } = await start();
    runOrders(aws);
    const cold = await request(server).get(`${orders}/overview`);
    expect(cold.status).toBe(200);
    const overview = overviewSchema.parse(cold.body);
    expect(overview.environments[0]?.facets).toMatchObject({
      deployments: { verdict: 'healthy' },
      state: {
        verdict: 'unknown',
        data: { soundness: 'sound', serial: 7 },
        problem: { code: 'check-pending' },
      },
      drift: { verdict: 'unknown', problem: { code: 'check-pending' } },
      scans: { verdict: 'healthy' },
      metrics: { verdict: 'unknown', problem: { code: 'not-configured' } },
    });
    expect(overview.verdict).toBe('unknown');
    expect(aws.calls).toHaveLength(8);

    aws.calls.length = 0;
    await request(server).get(`${orders}/overview`).expect(200);
    await request(server)
      .get(`${orders}/environments/local/facets/scans`)
      .expect(200);
    expect(aws.calls).toEqual([]);

    // The state by itself is compared with its earlier versions, of which there are none.
    const state = await request(server).get(
      `${orders}/environments/local/facets/state`,
    );
    expect(state.body).toMatchObject({ verdict: 'healthy' });
    expect(state.body).not.toHaveProperty('problem');
    expect(aws.calls).toEqual(['ListObjectVersions']);
  });

  it('shares one flight among concurrent views', async () => {
    const { aws, server } = await start();
    runOrders(aws);
    await Promise.all(
      Array.from({ length: 10 }, () =>
        request(server).get(`${orders}/overview`).expect(200),
      ),
    );
    expect(aws.calls).toHaveLength(8);
  });

  it('tells nothing of a stack to an entity that the stack does not name', async () => {
    const { aws, server } = await start();
    runOrders(aws);
    const base = '/api/slipway/entities/default/component/thief';
    const { body } = await request(server).get(`${base}/overview`);
    for (const facet of Object.values(
      overviewSchema.parse(body).environments[0]?.facets ?? {},
    )) {
      expect(facet).toEqual({
        verdict: 'unknown',
        problem: expect.objectContaining({ code: 'not-bound' }),
      });
    }
    expect(aws.calls.filter(call => !call.startsWith('GetObject'))).toEqual([
      'AssumeRole',
    ]);
    await request(server)
      .post(`${base}/environments/local/drift-checks`)
      .expect(409);
  });

  it('keeps what lies in the state, and the operator key, to itself', async () => {
    const { aws, server } = await start();
    runOrders(aws);
    const { text } = await request(server).get(`${orders}/overview`);
    expect(text).not.toMatch(/canary|arn:aws:secret/);
  });

  it('hides facets that the caller may not see, and refuses their routes', async () => {
    const { aws, server } = await start({ denied: ['slipway.scans.read'] });
    runOrders(aws);
    const { body } = await request(server).get(`${orders}/overview`);
    expect(body.environments[0].facets.scans).toEqual({
      verdict: 'unknown',
      problem: expect.objectContaining({ code: 'access-denied' }),
    });
    expect(aws.calls).not.toContain('BatchGetImage');
    const denied = await request(server).get(
      `${orders}/environments/local/facets/scans`,
    );
    expect(denied.status).toBe(403);
    expect(denied.body.error.message).toContain('slipway.scans.read');
  });

  it('shows the details of deployments to whom may see the facet, and of no foreign stack', async () => {
    const { aws, server } = await start();
    runOrders(aws);
    const details = 'environments/local/deployments/details';
    const { body } = await request(server).get(`${orders}/${details}`);
    expect(deploymentsDetailsSchema.parse(body)).toMatchObject({
      services: [
        {
          name: 'slipway-orders',
          history: { succeeded: 1 },
          tasks: [{ cpuArchitecture: 'x86_64' }, {}, {}, {}],
        },
      ],
    });
    aws.calls.length = 0;
    const base = '/api/slipway/entities/default/component/thief';
    const thief = await request(server).get(`${base}/${details}`).expect(200);
    expect(thief.body).toEqual({
      services: [],
      problem: expect.objectContaining({ code: 'not-bound' }),
    });
    expect(aws.calls).toEqual([]);

    const other = await start({ denied: ['slipway.deployments.read'] });
    await request(other.server).get(`${orders}/${details}`).expect(403);
    await request(other.server)
      .get(`${orders}/environments/prod/deployments/details`)
      .expect(404);
    expect(other.aws.calls).toEqual([]);
  });

  it('refuses a drift check and the list of environments without their permission', async () => {
    const { server } = await start({
      denied: ['slipway.drift.check', 'slipway.environment.read'],
    });
    const check = await request(server).post(
      `${orders}/environments/local/drift-checks`,
    );
    expect(check.status).toBe(403);
    const list = await request(server).get('/api/slipway/environments');
    expect(list.status).toBe(403);
  });

  it('refuses who is not signed in', async () => {
    const { server } = await start();
    const response = await request(server)
      .get(`${orders}/overview`)
      .set('Authorization', mockCredentials.none.header());
    expect(response.status).toBe(401);
  });

  it.each([
    ['entities/default/component/nobody', 404, 'There is no entity'],
    [
      'entities/default/component/plain',
      404,
      'no annotation slipway.dev/stack',
    ],
    [
      'entities/default/component/odd',
      400,
      'slipway.dev/stack of component:default/odd is not the name of a stack: a stack name has',
    ],
    [
      'entities/default/component/lost',
      400,
      'names the environment "prod", which is not configured',
    ],
    [
      'entities/default/component/orders/environments/prod/facets/state',
      404,
      'has no environment prod',
    ],
    [
      'entities/default/component/orders/environments/local/facets/secrets',
      400,
      'facet',
    ],
    [
      'entities/default/component/orders/environments/..%2Flocal/facets/state',
      400,
      'environment',
    ],
  ])('answers %s with %i', async (path, status, message) => {
    const { server } = await start();
    const response = await request(server).get(`/api/slipway/${path}`);
    expect(response.status).toBe(status);
    expect(response.body.error.message).toContain(message);
  });

  it('says where a service is without a call to AWS', async () => {
    const { aws, server } = await start();
    const { body, headers } = await request(server).get(orders).expect(200);
    expect(headers).toMatchObject({
      date: expect.any(String),
      'access-control-expose-headers': 'Date',
    });
    expect(body).toEqual({
      entityRef: 'component:default/orders',
      stack: 'orders',
      environments: ['local'],
    });
    expect(aws.calls).toEqual([]);
  });

  it('tells a stack that was never provisioned from a missing environment', async () => {
    const { aws, server } = await start();
    const facet = `${orders}/environments/local/facets/state`;
    const first = await request(server).get(facet).expect(200);
    expect(first.body.problem.code).toBe('stack-not-provisioned');

    const other = await start();
    other.aws.bucketExists = false;
    const second = await request(other.server).get(facet).expect(200);
    expect(second.body.problem.code).toBe('environment-not-bootstrapped');
    expect(aws.calls).toContain('ListObjectVersions');
  });

  it('shows a lock, and damage without telling whose it is', async () => {
    const { aws, server } = await start();
    runOrders(aws);
    aws.objects['services/orders/terraform.tfstate.tflock'] = JSON.stringify({
      ID: 'e1',
      Operation: 'OperationTypeApply',
      Who: 'ci@runner',
      Created: new Date().toISOString(),
    });
    const facet = `${orders}/environments/local/facets/state`;
    const sound = await request(server).get(facet);
    expect(stateResultSchema.parse(sound.body)).toMatchObject({
      verdict: 'healthy',
      data: { resourceCount: 2, lock: { who: 'ci@runner', corrupt: false } },
    });

    const other = await start();
    runOrders(other.aws);
    other.aws.objects['services/orders/terraform.tfstate'] = '';
    const { body } = await request(other.server).get(`${orders}/overview`);
    expect(body.verdict).toBe('failing');
    expect(body.environments[0].facets).toMatchObject({
      state: { verdict: 'failing', data: { soundness: 'empty' } },
      deployments: { problem: { code: 'state-damaged' } },
    });
  });

  it('lists environments, with those that are not bootstrapped', async () => {
    const { aws, server } = await start();
    aws.objects['bootstrap/terraform.tfstate'] = '{}';
    const { body } = await request(server)
      .get('/api/slipway/environments')
      .expect(200);
    expect(environmentsResponseSchema.parse(body)).toEqual({
      environments: [
        {
          name: 'local',
          accountId: '123456789012',
          region: 'eu-central-1',
          provisioned: { bootstrap: true, platform: false },
        },
      ],
    });
  });

  it('shows findings of what the entity runs alone, and to those who may', async () => {
    const { aws, server } = await start();
    runOrders(aws);
    const scans = `${orders}/environments/local/scans`;
    const { body } = await request(server)
      .get(`${scans}/findings?digest=${DIGEST}`)
      .expect(200);
    expect(body).toMatchObject({
      total: 1,
      findings: [{ name: 'CVE-2026-1' }],
    });
    await request(server)
      .get(`${scans}/findings?digest=sha256:${'0'.repeat(64)}`)
      .expect(404);
    await request(server).get(`${scans}/findings?digest=latest`).expect(400);
    const { body: details } = await request(server)
      .get(`${scans}/details`)
      .expect(200);
    expect(details.images).toMatchObject([{ digest: DIGEST, findings: 1 }]);

    const foreign = await start();
    runOrders(foreign.aws, { entityRef: 'component:default/other' });
    await request(foreign.server)
      .get(`${scans}/findings?digest=${DIGEST}`)
      .expect(404);

    const { server: closed } = await start({ denied: ['slipway.scans.read'] });
    await request(closed).get(`${scans}/details`).expect(403);
    await request(closed).get(`${scans}/findings?digest=${DIGEST}`).expect(403);
  });

  it('refuses charts of another range, of another entity, and without the permission', async () => {
    const { aws, server } = await start();
    runOrders(aws);
    const route = 'environments/local/metrics';
    const wrong = await request(server).get(
      `${orders}/${route}?range=1h)%20or%20up`,
    );
    expect(wrong.status).toBe(400);
    expect(wrong.body.error.message).toContain('range');
    await request(server).get(`${orders}/${route}`).expect(400);

    const unset = await request(server).get(`${orders}/${route}?range=1h`);
    expect(unset.body.problem.code).toBe('not-configured');
    const thief = await request(server).get(
      `/api/slipway/entities/default/component/thief/${route}?range=1h`,
    );
    expect(thief.body.problem.code).toBe('not-bound');

    const other = await start({ denied: ['slipway.metrics.read'] });
    await request(other.server).get(`${orders}/${route}?range=1h`).expect(403);
  });

  it('starts without any environment', async () => {
    const { server } = await start({ environments: {} });
    const { body } = await request(server).get('/api/slipway/environments');
    expect(body).toEqual({ environments: [] });
  });
});
