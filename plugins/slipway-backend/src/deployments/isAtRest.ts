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
 * begins and changes one when it ends. One that failed and was rolled back meanwhile has left the same entries: the time of the
 * primary one and the newest event tell of it.
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
    events = [],
    taskSets = [],
    taskDefinition,
  } = service;
  return JSON.stringify([
    taskDefinition,
    currentServiceDeployment,
    deployments.map(({ id, status, rolloutState, updatedAt }) => [
      id,
      status,
      rolloutState,
      updatedAt,
    ]),
    taskSets.map(({ id, status, updatedAt }) => [id, status, updatedAt]),
    events[0]?.id,
  ]);
}
