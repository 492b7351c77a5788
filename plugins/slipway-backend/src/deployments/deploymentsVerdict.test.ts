import {
  type DeployedService,
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
  ])('%s', (_name, given, verdict) => {
    expect(serviceVerdict(given)).toBe(verdict);
  });

  it('takes the worst of several services, and knows nothing of none', () => {
    expect(deploymentsVerdict([service(2, 2), service(0, 1)])).toBe('failing');
    expect(deploymentsVerdict([])).toBe('unknown');
  });
});
