import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  deploymentsDetailsSchema,
  type EnvironmentOverview,
  overviewSchema,
} from '@slipway/plugin-slipway-common';
import request from 'supertest';
import slipwayPlugin from '..';
import { LocalOrders } from '../__testUtils__/LocalOrders';
import { component } from '../__testUtils__/startPlugin';

jest.setTimeout(120_000);

describe('the overview of a service whose tasks run', () => {
  let orders: LocalOrders;
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];

  async function facets(): Promise<EnvironmentOverview['facets']> {
    const { body } = await request(server)
      .get('/api/slipway/entities/default/component/orders/overview')
      .expect(200);
    const [environment] = overviewSchema.parse(body).environments;
    if (!environment) {
      throw new Error('The overview has no environment');
    }
    return environment.facets;
  }

  // A view is a few seconds old at most: the next one after that shows what changed.
  async function eventually(
    holds: (seen: EnvironmentOverview['facets']) => boolean,
  ): Promise<EnvironmentOverview['facets']> {
    const end = Date.now() + 60_000;
    let seen = await facets();
    while (!holds(seen) && Date.now() < end) {
      await new Promise(resolve => setTimeout(resolve, 1_000));
      seen = await facets();
    }
    return seen;
  }

  beforeAll(async () => {
    orders = await LocalOrders.start();
    ({ server } = await startTestBackend({
      features: [
        slipwayPlugin,
        catalogServiceMock.factory({
          entities: [component('orders', { 'slipway.dev/stack': 'orders' })],
        }),
        mockServices.rootConfig.factory({
          data: { slipway: { environments: { local: orders.environment } } },
        }),
      ],
    }));
  });

  afterAll(async () => {
    await orders?.stop();
  });

  it('tells what runs, and that it was scanned', async () => {
    const seen = await eventually(
      ({ deployments, state }) =>
        deployments.verdict === 'healthy' && state.verdict !== 'unknown',
    );
    expect(seen).toMatchObject({
      deployments: {
        verdict: 'healthy',
        data: {
          services: [
            {
              counts: { running: 2, desired: 2 },
              taskDefinition: 'slipway-orders:3',
              containers: [
                { name: 'orders', digest: expect.stringMatching(/^sha256:/) },
              ],
              rollout: { state: 'completed' },
            },
          ],
        },
      },
      state: { verdict: 'healthy' },
      drift: { data: { live: [] } },
      scans: { verdict: 'healthy', data: { images: [{ status: 'passing' }] } },
    });
  });

  it('shows a count that was changed by hand as live drift', async () => {
    await orders.update({ desiredCount: 3 });
    const { drift } = await eventually(
      seen => seen.drift.verdict === 'attention',
    );
    expect(drift).toMatchObject({
      verdict: 'attention',
      data: {
        live: [{ attribute: 'desired_count', declared: '2', actual: '3' }],
      },
    });
    await orders.update({ desiredCount: 2 });
  });

  it('keeps a rollout that was rolled back failing, though the old revision runs', async () => {
    const { deployments } = await facets();
    const image =
      'data' in deployments
        ? deployments.data.services[0]?.containers[0]?.image
        : undefined;
    await orders.register(image ?? '', { FAIL_START: '1' });
    await orders.update({ taskDefinition: 'slipway-orders:4' });
    const seen = await eventually(
      ({ deployments: now }) =>
        'data' in now && now.data.services[0]?.rollout?.state === 'rolled-back',
    );
    expect(seen.deployments).toMatchObject({
      verdict: 'failing',
      data: {
        services: [
          {
            taskDefinition: 'slipway-orders:3',
            rollout: {
              state: 'rolled-back',
              failedTasks: 3,
              circuitBreaker: { failures: 3, threshold: 3 },
            },
            failures: {
              tasks: [
                {
                  stopCode: 'EssentialContainerExited',
                  container: 'orders',
                  exitCode: 1,
                  diagnosis: {
                    explanation: expect.stringContaining('exit code 1'),
                  },
                },
              ],
            },
          },
        ],
      },
    });
  });

  it('tells that rollout in full, with its tasks and the history, and what the reader may not see', async () => {
    const { body } = await request(server)
      .get(
        '/api/slipway/entities/default/component/orders/environments/local/deployments/details',
      )
      .expect(200);
    const [told] = deploymentsDetailsSchema.parse(body).services;
    expect(told).toMatchObject({
      rollout: {
        status: 'ROLLBACK_SUCCESSFUL',
        circuitBreaker: { failures: 3, threshold: 3 },
        rollback: { to: 'slipway-orders:3' },
        revisions: [
          { role: 'source', taskDefinition: 'slipway-orders:3' },
          { role: 'target', taskDefinition: 'slipway-orders:4' },
        ],
      },
      history: {
        failed: 1,
        rollouts: [
          { outcome: 'rolled-back', taskDefinition: 'slipway-orders:4' },
          { outcome: 'succeeded', taskDefinition: 'slipway-orders:3' },
        ],
      },
    });
    const running = told?.tasks.filter(({ status }) => status === 'RUNNING');
    expect(running).toHaveLength(2);
    expect(running?.[0]).toMatchObject({
      taskDefinition: 'slipway-orders:3',
      cpuArchitecture: 'x86_64',
      addresses: [expect.any(String)],
    });
    expect(
      told?.tasks.filter(({ containers }) => containers[0]?.exitCode === 1),
    ).not.toHaveLength(0);
    // The role of this test holds no action of Application Auto Scaling.
    expect(told?.problems).toEqual([
      {
        part: 'scaling',
        problem: expect.objectContaining({
          code: 'access-denied',
          missingAction: 'application-autoscaling:DescribeScalableTargets',
        }),
      },
    ]);
  });
});
