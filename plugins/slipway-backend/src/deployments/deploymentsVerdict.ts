import {
  type DeployedService,
  type Rollout,
  type Verdict,
  waitsForPerson,
  worstVerdict,
} from '@slipway/plugin-slipway-common';

/** The verdict of all services of a stack. */
export function deploymentsVerdict(
  services: readonly DeployedService[],
): Verdict {
  return worstVerdict(services.map(serviceVerdict));
}

/**
 * The verdict of one service. A rollout that failed stays failing, however healthy the earlier revision is.
 */
export function serviceVerdict(service: DeployedService): Verdict {
  const { counts, rollout, status } = service;
  if (status !== 'ACTIVE') {
    return 'failing';
  }
  if (!service.released) {
    return 'unknown';
  }
  if (rollout?.state === 'failed' || rollout?.state === 'rolled-back') {
    return 'failing';
  }
  if (counts.desired === 0) {
    return 'attention';
  }
  if (rollout?.state === 'in-progress') {
    return inProgressVerdict(rollout, counts.running);
  }
  if (counts.running === 0) {
    return 'failing';
  }
  if (counts.running < counts.desired) {
    return 'attention';
  }
  return rollout?.state === 'completed' ? 'healthy' : 'unknown';
}

function inProgressVerdict(rollout: Rollout, running: number): Verdict {
  if (rollout.failedTasks > 0) {
    return running === 0 ? 'failing' : 'attention';
  }
  return isLostUndecided(rollout) ? 'attention' : 'progressing';
}

/** Whether a rollout comes to nothing unless a person decides in time. */
function isLostUndecided({ waitsAt }: Rollout): boolean {
  return (
    waitsAt !== undefined &&
    waitsForPerson(waitsAt) &&
    waitsAt.defaultAction !== 'CONTINUE'
  );
}
