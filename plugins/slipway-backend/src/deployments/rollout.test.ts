import {
  type DeploymentLifecycleHookDetail,
  type ServiceDeploymentStatus,
} from '@aws-sdk/client-ecs';
import { rolloutOf } from './rollout';

const day = (n: number) => new Date(Date.UTC(2026, 10, n));
const primary = {
  status: 'PRIMARY',
  rolloutState: 'COMPLETED' as const,
  rolloutStateReason: 'ECS deployment ecs-svc/1 completed.',
  failedTasks: 0,
  createdAt: day(1),
  updatedAt: day(2),
};

describe('rolloutOf', () => {
  it.each<[ServiceDeploymentStatus, string]>([
    ['PENDING', 'in-progress'],
    ['IN_PROGRESS', 'in-progress'],
    ['SUCCESSFUL', 'completed'],
    ['STOP_REQUESTED', 'failed'],
    ['STOPPED', 'failed'],
    ['ROLLBACK_REQUESTED', 'failed'],
    ['ROLLBACK_IN_PROGRESS', 'failed'],
    ['ROLLBACK_FAILED', 'failed'],
    ['ROLLBACK_SUCCESSFUL', 'rolled-back'],
  ])('reads the service deployment status %s as %s', (status, state) => {
    expect(
      rolloutOf({
        service: { deployments: [primary] },
        serviceDeployments: [{ status, createdAt: day(3) }],
        running: [],
        problems: [],
      })?.state,
    ).toBe(state);
  });

  it('keeps a failed rollout failed though the earlier revision completed', () => {
    expect(
      rolloutOf({
        service: { deployments: [primary] },
        serviceDeployments: [
          { status: 'SUCCESSFUL', createdAt: day(1) },
          {
            status: 'ROLLBACK_SUCCESSFUL',
            statusReason: 'Service deployment rolled back.',
            createdAt: day(3),
            startedAt: day(3),
            finishedAt: day(4),
          },
        ],
        running: [],
        problems: [],
      }),
    ).toEqual({
      state: 'rolled-back',
      status: 'ROLLBACK_SUCCESSFUL',
      toldBy: 'service-deployments',
      reason: 'Service deployment rolled back.',
      failedTasks: 0,
      startedAt: day(3).toISOString(),
      updatedAt: day(4).toISOString(),
      finishedAt: day(4).toISOString(),
    });
  });

  it('takes the failed tasks of a rolled back rollout from its circuit breaker', () => {
    const snapshot = (status: 'TRIGGERED' | 'DISABLED') => ({
      service: { deployments: [primary] },
      serviceDeployments: [{ status: 'ROLLBACK_SUCCESSFUL' as const }],
      lastDeployment: {
        deploymentCircuitBreaker: { status, failureCount: 3, threshold: 3 },
      },
      running: [],
      problems: [],
    });
    expect(rolloutOf(snapshot('TRIGGERED'))).toMatchObject({
      failedTasks: 3,
      circuitBreaker: { failures: 3, threshold: 3 },
    });
    expect(rolloutOf(snapshot('DISABLED'))).toMatchObject({
      failedTasks: 0,
      circuitBreaker: undefined,
    });
  });

  it.each([
    [{ rolloutState: 'COMPLETED' as const }, 'completed'],
    [{ rolloutState: 'IN_PROGRESS' as const }, 'in-progress'],
    [{ rolloutState: 'FAILED' as const }, 'failed'],
    [{ rolloutState: undefined }, 'unknown'],
    [
      {
        rolloutStateReason:
          'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/0.',
      },
      'rolled-back',
    ],
  ])('falls back on the primary deployment: %j is %s', (change, state) => {
    const service = { deployments: [{ ...primary, ...change }] };
    expect(rolloutOf({ service, running: [], problems: [] })?.state).toBe(
      state,
    );
  });

  it('does not claim to know how a rollout by CodeDeploy ended', () => {
    const set = (status: string, n: number) => ({
      status,
      stabilityStatus: 'STEADY_STATE' as const,
      createdAt: day(n),
      updatedAt: day(n),
    });
    const told = (...taskSets: ReturnType<typeof set>[]) =>
      rolloutOf({ service: { taskSets }, running: [], problems: [] });
    expect(told(set('PRIMARY', 1))).toMatchObject({
      state: 'unknown',
      status: 'STEADY_STATE',
      toldBy: 'task-sets',
    });
    expect(told(set('PRIMARY', 1), set('ACTIVE', 2))).toMatchObject({
      state: 'in-progress',
      startedAt: day(2).toISOString(),
    });
  });

  it('knows no rollout where ECS tells none', () => {
    expect(
      rolloutOf({ service: {}, running: [], problems: [] }),
    ).toBeUndefined();
  });

  it.each<
    [string, { targetType: string; status: string }[], string | undefined]
  >([
    ['a person', [{ targetType: 'PAUSE', status: 'AWAITING_ACTION' }], '0'],
    [
      'a person before a function',
      [
        { targetType: 'AWS_LAMBDA', status: 'IN_PROGRESS' },
        { targetType: 'PAUSE', status: 'AWAITING_ACTION' },
      ],
      '1',
    ],
    ['a function', [{ targetType: 'AWS_LAMBDA', status: 'IN_PROGRESS' }], '0'],
    ['nobody', [{ targetType: 'PAUSE', status: 'TIMED_OUT' }], undefined],
  ])('says of a rollout that it waits for %s', (_who, hooks, id) => {
    const { waitsAt } =
      rolloutOf({
        service: { deployments: [primary] },
        serviceDeployments: [{ status: 'IN_PROGRESS', createdAt: day(3) }],
        lastDeployment: {
          lifecycleHookDetails: hooks.map((hook, index) => ({
            ...(hook as DeploymentLifecycleHookDetail),
            hookId: String(index),
            expiresAt: day(4),
            timeoutAction: 'ROLLBACK' as const,
          })),
        },
        running: [],
        problems: [],
      }) ?? {};
    const hook = hooks[Number(id ?? -1)];
    expect(waitsAt).toEqual(
      hook && {
        id,
        type: hook.targetType,
        status: hook.status,
        expiresAt: day(4).toISOString(),
        defaultAction: 'ROLLBACK',
      },
    );
  });
});
