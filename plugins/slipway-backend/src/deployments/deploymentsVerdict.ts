import {
  type DeployedService,
  type Verdict,
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
    return inProgressVerdict(service, rollout.failedTasks);
  }
  if (counts.running === 0) {
    return 'failing';
  }
  if (counts.running < counts.desired) {
    return 'attention';
  }
  return rollout?.state === 'completed' ? 'healthy' : 'unknown';
}

function inProgressVerdict(
  service: DeployedService,
  failedTasks: number,
): Verdict {
  if (failedTasks === 0) {
    return 'progressing';
  }
  return service.counts.running === 0 ? 'failing' : 'attention';
}
