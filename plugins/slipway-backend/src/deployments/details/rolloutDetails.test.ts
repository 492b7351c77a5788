import {
  type ServiceDeployment,
  type ServiceRevision,
} from '@aws-sdk/client-ecs';
import { rolloutDetails, rolloutFallback } from './rolloutDetails';

const ECS = 'arn:aws:ecs:eu-central-1:123456789012';
const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute));
const revisionArn = (id: string) =>
  `${ECS}:service-revision/slipway/slipway-orders/${id}`;
const DIGEST = `sha256:${'ab'.repeat(32)}`;

const revisions = new Map<string, ServiceRevision>(
  [3, 4].map(n => [
    revisionArn(`r${n}`),
    {
      taskDefinition: `${ECS}:task-definition/slipway-orders:${n}`,
      containerImages: [
        { containerName: 'orders', image: 'orders:v1', imageDigest: DIGEST },
      ],
    },
  ]),
);

const rolling: ServiceDeployment = {
  serviceDeploymentArn: `${ECS}:service-deployment/slipway/slipway-orders/d1`,
  status: 'IN_PROGRESS',
  createdAt: at(0),
  startedAt: at(1),
  sourceServiceRevisions: [
    {
      arn: revisionArn('r3'),
      requestedTaskCount: 2,
      runningTaskCount: 2,
      pendingTaskCount: 0,
    },
  ],
  targetServiceRevision: {
    arn: revisionArn('r4'),
    requestedTaskCount: 2,
    runningTaskCount: 0,
    pendingTaskCount: 1,
  },
  deploymentConfiguration: { strategy: 'ROLLING' },
  deploymentCircuitBreaker: {
    status: 'MONITORING',
    failureCount: 1,
    threshold: 3,
  },
  alarms: { status: 'DISABLED' },
};

const details = (change: Partial<ServiceDeployment>) =>
  rolloutDetails({ ...rolling, ...change }, revisions, at(4));

describe('rolloutDetails', () => {
  it('tells a rolling update from source to target', () => {
    expect(details({})).toEqual({
      id: 'd1',
      status: 'IN_PROGRESS',
      reason: undefined,
      strategy: 'ROLLING',
      createdAt: at(0).toISOString(),
      startedAt: at(1).toISOString(),
      finishedAt: undefined,
      durationSeconds: 180,
      revisions: [
        {
          role: 'source',
          id: 'r3',
          taskDefinition: 'slipway-orders:3',
          images: [{ container: 'orders', image: 'orders:v1', digest: DIGEST }],
          tasks: { requested: 2, running: 2, pending: 0 },
          traffic: undefined,
        },
        expect.objectContaining({
          role: 'target',
          taskDefinition: 'slipway-orders:4',
          tasks: { requested: 2, running: 0, pending: 1 },
        }),
      ],
      circuitBreaker: { status: 'MONITORING', failures: 1, threshold: 3 },
      alarms: { status: 'DISABLED', names: [], triggered: [] },
      rollback: undefined,
      lifecycleStage: undefined,
      hooks: [],
    });
  });

  it('tells a rollback with its reason and the alarm that triggered it', () => {
    expect(
      details({
        status: 'ROLLBACK_SUCCESSFUL',
        statusReason: 'Service deployment rolled back.',
        finishedAt: at(3),
        rollback: {
          reason: 'Service deployment rolled back because of alarms.',
          startedAt: at(2),
          serviceRevisionArn: revisionArn('r3'),
        },
        alarms: {
          status: 'TRIGGERED',
          alarmNames: ['errors', 'latency'],
          triggeredAlarmNames: ['errors'],
        },
      }),
    ).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      finishedAt: at(3).toISOString(),
      durationSeconds: 120,
      rollback: {
        reason: 'Service deployment rolled back because of alarms.',
        to: 'slipway-orders:3',
      },
      alarms: { names: ['errors', 'latency'], triggered: ['errors'] },
    });
  });

  it('names the revision by its id where that could not be read', () => {
    const { rollback } = rolloutDetails(
      { rollback: { serviceRevisionArn: revisionArn('r1') } },
      new Map(),
      at(4),
    );
    expect(rollback?.to).toBe('r1');
  });

  it('tells that a blue/green deployment waits, until when, and what happens then', () => {
    expect(
      details({
        deploymentConfiguration: { strategy: 'BLUE_GREEN' },
        lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
        lifecycleHookDetails: [
          {
            hookId: 'hook-1',
            targetType: 'PAUSE',
            status: 'AWAITING_ACTION',
            expiresAt: at(30),
            timeoutAction: 'ROLLBACK',
          },
        ],
        sourceServiceRevisions: [
          {
            arn: revisionArn('r3'),
            requestedProductionTrafficWeight: 100,
            requestedTestTrafficWeight: 0,
          },
        ],
        targetServiceRevision: {
          arn: revisionArn('r4'),
          requestedProductionTrafficWeight: 0,
          requestedTestTrafficWeight: 100,
        },
      }),
    ).toMatchObject({
      strategy: 'BLUE_GREEN',
      lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
      hooks: [
        {
          id: 'hook-1',
          type: 'PAUSE',
          status: 'AWAITING_ACTION',
          expiresAt: at(30).toISOString(),
          defaultAction: 'ROLLBACK',
        },
      ],
      revisions: [
        { role: 'source', traffic: { production: 100, test: 0 } },
        { role: 'target', traffic: { production: 0, test: 100 } },
      ],
    });
  });

  it('tells the weights of a canary', () => {
    expect(
      details({
        deploymentConfiguration: { strategy: 'CANARY' },
        lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT',
        sourceServiceRevisions: [{ requestedProductionTrafficWeight: 90 }],
        targetServiceRevision: { requestedProductionTrafficWeight: 10 },
      }).revisions.map(({ role, traffic }) => [role, traffic?.production]),
    ).toEqual([
      ['source', 90],
      ['target', 10],
    ]);
  });
});

describe('rolloutFallback', () => {
  it('shows the task sets of CodeDeploy and of an external controller', () => {
    const set = (id: string, status: string, n: number) => ({
      id,
      status,
      taskDefinition: `${ECS}:task-definition/slipway-orders:${n}`,
      stabilityStatus: 'STABILIZING' as const,
      computedDesiredCount: 2,
      runningCount: n,
      pendingCount: 0,
      createdAt: at(n),
    });
    const service = {
      taskSets: [set('blue', 'PRIMARY', 3), set('green', 'ACTIVE', 4)],
    };
    expect(
      rolloutFallback({ service, running: [], problems: [] }),
    ).toMatchObject({
      status: 'STABILIZING',
      createdAt: at(4).toISOString(),
      revisions: [
        { role: 'source', id: 'blue', taskDefinition: 'slipway-orders:3' },
        { role: 'target', id: 'green', tasks: { requested: 2, running: 4 } },
      ],
    });
  });

  it('shows the deployments of a service from before service revisions', () => {
    const service = {
      deployments: [
        {
          id: 'ecs-svc/2',
          status: 'PRIMARY',
          rolloutState: 'IN_PROGRESS' as const,
          rolloutStateReason: 'ECS deployment ecs-svc/2 in progress.',
          desiredCount: 2,
        },
        { id: 'ecs-svc/1', status: 'ACTIVE', runningCount: 2 },
      ],
    };
    expect(
      rolloutFallback({ service, running: [], problems: [] }),
    ).toMatchObject({
      status: 'IN_PROGRESS',
      reason: 'ECS deployment ecs-svc/2 in progress.',
      revisions: [
        { role: 'target', id: 'ecs-svc/2' },
        { role: 'source', id: 'ecs-svc/1' },
      ],
    });
  });

  it('knows nothing where ECS tells nothing', () => {
    expect(
      rolloutFallback({ service: {}, running: [], problems: [] }),
    ).toBeUndefined();
  });
});
