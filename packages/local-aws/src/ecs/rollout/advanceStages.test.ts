import type { DeploymentConfiguration, LifecycleHook, Service } from '../model';
import { advanceStages, resolveHook } from './advanceStages';
import { beginDeployment, settleDeployments } from './deployments';
import { serviceFixture, taskFixtures } from './fixtures';
import { planTasks, type ServiceTask } from './planTasks';

const scope = {
  accountId: '123456789012',
  region: 'eu-central-1',
  partition: 'aws',
};
const at = (seconds: number) => new Date(seconds * 1000);

/** A service whose first revision runs and whose second one begins to be rolled out. */
function setUp(configuration: Partial<DeploymentConfiguration>) {
  const service = serviceFixture();
  const begin = (now: Date) => beginDeployment(service, [], { scope, now });
  begin(at(0));
  const blue = taskFixtures(service.deployments[0].id, 'ready', 2);
  settleDeployments(service, blue, at(1));
  Object.assign(service.deploymentConfiguration, {
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes: 5,
    ...configuration,
  });
  begin(at(10));
  const green = taskFixtures(service.deployments[0].id, 'ready', 2);
  return { service, blue, green, record: service.serviceDeployments[0] };
}

/** Moves on tick by tick for some seconds; returns the stages that were seen. */
function run(
  service: Service,
  tasks: ServiceTask[],
  from: number,
  seconds: number,
): string[] {
  const [record] = service.serviceDeployments;
  const seen = [record.stages?.stage ?? ''];
  for (let now = from; now <= from + seconds; now += 0.2) {
    advanceStages(service, tasks, at(now));
    seen.push(record.stages?.stage ?? '');
  }
  return [...new Set(seen)];
}

function hook(change: Partial<LifecycleHook> = {}): LifecycleHook {
  return {
    targetType: 'PAUSE',
    lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
    ...change,
  };
}

describe('advanceStages', () => {
  it('takes a blue/green rollout through its stages, both revisions in full until the end', () => {
    const { service, blue, green, record } = setUp({});
    expect(planTasks(service, blue, at(10))).toEqual({ start: 0, stop: [] });
    expect(run(service, blue, 10, 2)).toEqual(['PRE_SCALE_UP', 'SCALE_UP']);
    expect(planTasks(service, blue, at(12))).toEqual({ start: 2, stop: [] });

    const all = [...blue, ...green];
    expect(run(service, all, 12, 2)).toEqual([
      'SCALE_UP',
      'POST_SCALE_UP',
      'TEST_TRAFFIC_SHIFT',
      'POST_TEST_TRAFFIC_SHIFT',
      'PRE_PRODUCTION_TRAFFIC_SHIFT',
      'PRODUCTION_TRAFFIC_SHIFT',
      'POST_PRODUCTION_TRAFFIC_SHIFT',
      'BAKE_TIME',
    ]);
    expect(record.stages?.weights).toEqual({ production: 100, test: 100 });
    expect(planTasks(service, all, at(14))).toEqual({ start: 0, stop: [] });

    expect(run(service, all, 14, 6)).toEqual(['BAKE_TIME', 'CLEAN_UP']);
    expect(planTasks(service, all, at(20)).stop).toEqual(
      blue.map(({ arn }) => arn),
    );
    settleDeployments(service, green, at(21));
    expect(record.status).toBe('SUCCESSFUL');
  });

  it('waits at a hook that pauses until somebody continues', () => {
    const { service, blue, green, record } = setUp({
      lifecycleHooks: [hook()],
    });
    const all = [...blue, ...green];
    run(service, all, 10, 60);
    expect(record.stages?.stage).toBe('POST_TEST_TRAFFIC_SHIFT');
    const [paused] = record.stages?.hooks ?? [];
    expect(paused).toMatchObject({
      status: 'AWAITING_ACTION',
      timeoutAction: 'ROLLBACK',
    });
    resolveHook(service, paused, { action: 'CONTINUE', now: at(71) });
    run(service, all, 71, 10);
    expect(record.stages?.stage).toBe('CLEAN_UP');
  });

  it.each([
    ['CONTINUE', 'IN_PROGRESS'],
    ['ROLLBACK', 'ROLLBACK_IN_PROGRESS'],
  ] as const)(
    'does what the hook says when nobody acts: %s',
    (action, status) => {
      const { service, blue, green, record } = setUp({
        lifecycleHooks: [
          hook({ timeoutConfiguration: { timeoutInMinutes: 20, action } }),
        ],
      });
      const all = [...blue, ...green];
      run(service, all, 10, 15);
      expect(record.status).toBe('IN_PROGRESS');
      run(service, all, 25, 10);
      expect(record.stages?.hooks[0].status).toBe('TIMED_OUT');
      expect(record.status).toBe(status);
    },
  );

  it('gives the traffic back to the earlier revision when it is rolled back', () => {
    const { service, blue, green, record } = setUp({
      lifecycleHooks: [
        hook({ lifecycleStages: ['POST_PRODUCTION_TRAFFIC_SHIFT'] }),
      ],
    });
    const all = [...blue, ...green];
    run(service, all, 10, 10);
    expect(record.stages?.weights.production).toBe(100);
    const [paused] = record.stages?.hooks ?? [];
    resolveHook(service, paused, { action: 'ROLLBACK', now: at(21) });
    expect(record.stages?.weights).toEqual({ production: 0, test: 0 });
    expect(planTasks(service, all, at(21)).stop.sort()).toEqual(
      green.map(({ arn }) => arn),
    );
    settleDeployments(service, blue, at(22));
    expect(record).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      rollback: { reason: expect.stringContaining('lifecycle hook') },
    });
  });

  it.each([
    [
      {
        strategy: 'CANARY',
        canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 3 },
      },
      [20, 100],
    ],
    [
      {
        strategy: 'LINEAR',
        linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 3 },
      },
      [40, 80, 100],
    ],
    [{ strategy: 'BLUE_GREEN' }, [100]],
  ] as const)(
    'shifts production traffic in steps: %j',
    (configuration, steps) => {
      const { service, blue, green, record } = setUp(configuration);
      const all = [...blue, ...green];
      const seen = new Set<number>();
      for (let now = 10; now < 30; now += 0.2) {
        advanceStages(service, all, at(now));
        seen.add(record.stages?.weights.production ?? 0);
      }
      expect([...seen]).toEqual([0, ...steps]);
    },
  );
});
