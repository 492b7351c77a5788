import {
  mockServices,
  registerMswTestHooks,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { type Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  deploymentsDetailsSchema,
  overviewSchema,
  servicePlacementSchema,
} from '@slipway/plugin-slipway-common';
import { http, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import request from 'supertest';
import slipwayPlugin from '..';
import { memoryDatabase } from '../__testUtils__/memoryDatabase';
import { FakeAws } from '../__testUtils__/fakeAws';
import {
  matrix,
  PrometheusServer,
  sendJson,
  scrapes,
} from '../__testUtils__/PrometheusServer';
import {
  DIGEST,
  IMAGE,
  REPOSITORY,
  SERVICE_ARN,
  taskDefinitionArn,
} from '../__testUtils__/ordersState';
import { describedService, runOrders } from '../__testUtils__/runningOrders';

const ENDPOINT = 'http://aws.example';
const BASE = '/api/slipway/entities/default/component';
const PLACE = {
  accountId: '123456789012',
  region: 'eu-central-1',
  endpoint: ENDPOINT,
  operator: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' },
};

// The backend under test listens on the loopback address.
const worker = setupServer(
  http.all(/^http:\/\/(127\.0\.0\.1|localhost)[:/]/, () => passthrough()),
);
registerMswTestHooks(worker);

function component(
  name: string,
  arn: string,
  annotations: Record<string, string> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'aws.amazon.com/amazon-ecs-service-arn': arn,
        ...annotations,
      },
    },
  };
}

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
  component('legacy', SERVICE_ARN),
  component('thief', SERVICE_ARN),
  component('narrowed', SERVICE_ARN, { 'slipway.dev/environments': 'second' }),
  component('orders', SERVICE_ARN, { 'slipway.dev/stack': 'orders' }),
  component('short', arn({ resource: 'service/slipway-orders' })),
  component('task', arn({ resource: 'task/slipway/1' })),
  component('deep', arn({ resource: 'service/slipway/orders/1' })),
  component('words', 'slipway-orders; aws ecs'),
  component('elsewhere', arn({ account: '999999999999' })),
  component('abroad', arn({ region: 'us-east-1' })),
  component('china', arn({ partition: 'aws-cn' })),
];

async function start(environments: object = { local: PLACE }) {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  runOrders(aws);
  defineTasks(aws, IMAGE);
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
          requests.map(() => ({ result: AuthorizeResult.ALLOW })),
      }).factory,
    ],
  });
  return { aws, server };
}

/** The task definition, as DescribeTaskDefinition answers it. */
function defineTasks(aws: FakeAws, image: string) {
  aws.answers.DescribeTaskDefinition = {
    taskDefinition: {
      taskDefinitionArn: taskDefinitionArn(3),
      containerDefinitions: [
        {
          name: 'orders',
          image,
          environment: [{ name: 'PASSWORD', value: 'canary-of-definition' }],
        },
      ],
    },
  };
}

/** ECS tells the tags to those who ask for them. */
function tag(aws: FakeAws, value?: string, change: object = {}) {
  const tags = [
    { key: 'team', value: 'payments' },
    ...(value ? [{ key: 'slipway:entity-ref', value }] : []),
  ];
  aws.answers.DescribeServices = input => {
    const { include = [] } = input as { include?: string[] };
    const service = describedService(change);
    return {
      services: [include.includes('TAGS') ? { ...service, tags } : service],
      failures: [],
    };
  };
}

describe('a service that Slipway did not provision', () => {
  it('is shown by its tag, in 7 calls, without what a state would say', async () => {
    const { aws, server } = await start();
    tag(aws, 'Component:default/Legacy');
    const { body } = await request(server)
      .get(`${BASE}/legacy/overview`)
      .expect(200);
    const overview = overviewSchema.parse(body);
    expect(overview).toMatchObject({
      entityRef: 'component:default/legacy',
      // Neither the lack of a state nor that of a Prometheus is missed.
      verdict: 'healthy',
    });
    expect(overview).not.toHaveProperty('stack');
    const noState = {
      verdict: 'unknown',
      problem: expect.objectContaining({ code: 'no-state' }),
    };
    expect(overview.environments).toEqual([
      expect.objectContaining({ environment: 'local', verdict: 'healthy' }),
    ]);
    expect(overview.environments[0]?.facets).toMatchObject({
      deployments: {
        verdict: 'healthy',
        data: {
          services: [
            {
              name: 'slipway-orders',
              cluster: 'slipway',
              released: true,
              counts: { running: 2, desired: 2 },
              containers: [{ name: 'orders', digest: DIGEST }],
            },
          ],
        },
      },
      state: noState,
      drift: noState,
      scans: { verdict: 'healthy', data: { images: [{ digest: DIGEST }] } },
      metrics: { problem: { code: 'not-configured' } },
    });
    expect(aws.calls.sort()).toEqual([
      'AssumeRole',
      'BatchGetImage',
      'DescribeImageScanFindings',
      'DescribeServiceRevisions',
      'DescribeServices',
      'DescribeTaskDefinition',
      'ListServiceDeployments',
    ]);
    expect(JSON.stringify(body)).not.toContain('canary');

    aws.calls.length = 0;
    await request(server).get(`${BASE}/legacy/overview`).expect(200);
    expect(aws.calls).toEqual([]);
  });

  it('has details, findings, and no versions of a state', async () => {
    const { aws, server } = await start();
    tag(aws, 'component:default/legacy');
    const at = `${BASE}/legacy/environments/local`;
    const details = await request(server).get(`${at}/deployments/details`);
    expect(deploymentsDetailsSchema.parse(details.body)).toMatchObject({
      services: [{ name: 'slipway-orders', history: { succeeded: 1 } }],
    });
    await request(server)
      .get(`${at}/scans/findings?digest=${DIGEST}`)
      .expect(200);
    const versions = await request(server).get(`${at}/state/versions`);
    expect(versions.body).toEqual({
      problem: expect.objectContaining({ code: 'no-state' }),
    });
    expect(aws.calls.filter(call => /Object/.test(call))).toEqual([]);
  });

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

  it.each([
    ['MISSING', { services: [], failures: [{ reason: 'MISSING' }] }],
    ['in no cluster', { awsError: 'ClusterNotFoundException' }],
  ])('is not found where ECS has it %s', async (_, answer) => {
    const { aws, server } = await start();
    aws.answers.DescribeServices = answer;
    const { body } = await request(server).get(
      `${BASE}/legacy/environments/local/facets/deployments`,
    );
    expect(body).toEqual({
      verdict: 'unknown',
      problem: {
        code: 'not-found',
        message: expect.any(String),
        remedy: expect.stringContaining('Correct the annotation'),
      },
    });
    expect(aws.calls).toEqual(['AssumeRole', 'DescribeServices']);
  });

  it('asks the tasks where the task definition may not be read, and says so', async () => {
    const { aws, server } = await start();
    tag(aws, 'component:default/legacy');
    aws.answers.DescribeTaskDefinition = { awsError: 'AccessDeniedException' };
    const { body } = await request(server).get(
      `${BASE}/legacy/environments/local/facets/deployments`,
    );
    expect(body).toMatchObject({
      verdict: 'healthy',
      data: { services: [{ containers: [{ digest: DIGEST }] }] },
      problem: { missingAction: 'ecs:DescribeTaskDefinition' },
    });
    expect(aws.calls).toContain('DescribeTasks');
  });

  it('has scans of what the next task runs, where none runs', async () => {
    const { aws, server } = await start();
    const next = `${REPOSITORY}@sha256:${'b2'.repeat(32)}`;
    defineTasks(aws, next);
    tag(aws, 'component:default/legacy', {
      desiredCount: 0,
      runningCount: 0,
      currentServiceRevisions: [],
    });
    const { body } = await request(server).get(`${BASE}/legacy/overview`);
    expect(body.environments[0].facets).toMatchObject({
      deployments: {
        verdict: 'attention',
        data: { services: [{ containers: [{ image: next }] }] },
      },
      scans: { data: { images: [{ image: next, role: 'next' }] } },
    });
  });

  it('is measured by its name, and nobody else by it', async () => {
    const prometheus = await PrometheusServer.start();
    try {
      prometheus.answers['/api/v1/query'] = response =>
        sendJson(response, scrapes(['1', '1']));
      prometheus.answers['/api/v1/query_range'] = response =>
        sendJson(response, matrix());
      const { aws, server } = await start({
        local: { ...PLACE, prometheus: { url: prometheus.url } },
      });
      tag(aws, 'component:default/legacy');
      const at = 'environments/local/facets/metrics';
      const thief = await request(server).get(`${BASE}/thief/${at}`);
      expect(thief.body.problem.code).toBe('not-bound');
      expect(prometheus.requests).toEqual([]);

      const { body } = await request(server).get(`${BASE}/legacy/${at}`);
      expect(body.data.targets).toMatchObject({ up: 2, total: 2 });
      const queries = prometheus.requests.flatMap(({ query }) => query || []);
      expect(queries).not.toEqual([]);
      for (const query of queries) {
        expect(query).toContain('ecs_service="slipway-orders"');
      }
    } finally {
      await prometheus.stop();
    }
  });

  it('is not checked for drift', async () => {
    const { aws, server } = await start();
    tag(aws, 'component:default/legacy');
    const { status, body } = await request(server).post(
      `${BASE}/legacy/environments/local/drift-checks`,
    );
    expect(status).toBe(409);
    expect(body.error.message).toContain('there is no state');
    expect(aws.calls).toEqual([]);
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
