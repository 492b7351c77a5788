import {
  type DeployedService,
  type LifecycleHook,
  type Rollout,
  type Verdict,
} from '@slipway/plugin-slipway-common';
import { deploymentsVerdict, serviceVerdict } from './deploymentsVerdict';

function service(
  running: number,
  desired: number,
  change: Partial<DeployedService> = {},
): DeployedService {
  return {
    name: 'slipway-orders',
    cluster: 'slipway',
    status: 'ACTIVE',
    counts: { running, pending: 0, desired },
    taskDefinition: 'slipway-orders:3',
    released: true,
    containers: [],
    rollout: { state: 'completed', failedTasks: 0 },
    events: [],
    ...change,
  };
}
const rollout = (state: Rollout['state'], failedTasks = 0) => ({
  rollout: { state, failedTasks },
});
const waiting = (hook: Partial<LifecycleHook>, failedTasks = 0) => ({
  rollout: {
    state: 'in-progress' as const,
    failedTasks,
    waitsAt: { id: 'h1', type: 'PAUSE', status: 'AWAITING_ACTION', ...hook },
  },
});

describe('serviceVerdict', () => {
  it.each<[string, DeployedService, Verdict]>([
    ['2 of 2', service(2, 2), 'healthy'],
    ['1 of 2', service(1, 2), 'attention'],
    ['0 of 2', service(0, 2), 'failing'],
    ['0 of 0', service(0, 0), 'attention'],
    ['nothing released', service(0, 0, { released: false }), 'unknown'],
    ['draining', service(2, 2, { status: 'DRAINING' }), 'failing'],
    ['no rollout told', service(2, 2, { rollout: undefined }), 'unknown'],
    ['rolled back', service(2, 2, rollout('rolled-back')), 'failing'],
    ['failed', service(2, 2, rollout('failed')), 'failing'],
    ['rolling', service(0, 2, rollout('in-progress')), 'progressing'],
    ['crashing at once', service(0, 2, rollout('in-progress', 3)), 'failing'],
    ['crashing', service(2, 2, rollout('in-progress', 3)), 'attention'],
    [
      'waiting for a person, or it rolls back',
      service(4, 2, waiting({ defaultAction: 'ROLLBACK' })),
      'attention',
    ],
    [
      'waiting for a person, and what then is not told',
      service(4, 2, waiting({})),
      'attention',
    ],
    [
      'waiting for a person, or it continues',
      service(4, 2, waiting({ defaultAction: 'CONTINUE' })),
      'progressing',
    ],
    [
      'waiting for a function, or it rolls back',
      service(
        4,
        2,
        waiting({
          type: 'AWS_LAMBDA',
          status: 'IN_PROGRESS',
          defaultAction: 'ROLLBACK',
        }),
      ),
      'progressing',
    ],
    [
      'waiting for a person while nothing runs',
      service(0, 2, waiting({ defaultAction: 'CONTINUE' }, 3)),
      'failing',
    ],
  ])('%s', (_name, given, verdict) => {
    expect(serviceVerdict(given)).toBe(verdict);
  });

  it('takes the worst of several services, and knows nothing of none', () => {
    expect(deploymentsVerdict([service(2, 2), service(0, 1)])).toBe('failing');
    expect(deploymentsVerdict([])).toBe('unknown');
  });
});
