import { type Service } from '@aws-sdk/client-ecs';
import { type EcsSnapshot } from './EcsSnapshot';
import { newestDeployment, rolloutOf } from './rollout';

/** Whether nothing is under way: the last rollout is over, all tasks that are desired run, and nothing was left unread. */
export function isAtRest(snapshot: EcsSnapshot): boolean {
  const { service, problems } = snapshot;
  const { desiredCount = 0, runningCount = 0, pendingCount = 0 } = service;
  return (
    problems.length === 0 &&
    pendingCount === 0 &&
    runningCount === desiredCount &&
    rolloutOf(snapshot)?.state !== 'in-progress' &&
    isOver(snapshot)
  );
}

/**
 * Whether a service may have had a rollout since a snapshot of it. A rollout adds an entry to `deployments` or to `taskSets` when it
 * begins and changes that entry when it ends: a service that was at rest and has the same entries had none.
 */
export function hasMoved(previous: EcsSnapshot, service: Service): boolean {
  return (
    !isOver(previous) || rolloutsOf(previous.service) !== rolloutsOf(service)
  );
}

// A rollout that is being rolled back has failed already, and is not over.
function isOver({ serviceDeployments = [] }: EcsSnapshot): boolean {
  const last = newestDeployment(serviceDeployments);
  return last === undefined || last.finishedAt !== undefined;
}

function rolloutsOf(service: Service): string {
  const {
    currentServiceDeployment,
    deployments = [],
    taskSets = [],
    taskDefinition,
  } = service;
  return JSON.stringify([
    taskDefinition,
    currentServiceDeployment,
    deployments.map(({ id, status, rolloutState }) => [
      id,
      status,
      rolloutState,
    ]),
    taskSets.map(({ id, status }) => [id, status]),
  ]);
}
