import { registerMswTestHooks } from '@backstage/backend-test-utils';
import {
  deploymentsDetailsSchema,
  overviewSchema,
} from '@slipway/plugin-slipway-common';
import { setupServer } from 'msw/node';
import request from 'supertest';
import { arnComponent, defineTasks, tag } from '../__testUtils__/arnServices';
import { FakeAws } from '../__testUtils__/fakeAws';
import {
  matrix,
  PrometheusServer,
  scrapes,
  sendJson,
} from '../__testUtils__/PrometheusServer';
import {
  DIGEST,
  IMAGE,
  REPOSITORY,
  SERVICE_ARN,
} from '../__testUtils__/ordersState';
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

const entities = [
  arnComponent('legacy', SERVICE_ARN),
  arnComponent('thief', SERVICE_ARN),
];

async function start(environments: object = { local: PLACE }) {
  const aws = new FakeAws();
  worker.use(...aws.handlers(AWS_ENDPOINT));
  runOrders(aws);
  defineTasks(aws, IMAGE);
  const server = await startPlugin({ entities, environments });
  return { aws, server };
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
});
