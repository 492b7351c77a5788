import { type EcsSnapshot } from './EcsSnapshot';
import { rolloutOf } from './rollout';

/** Whether there is something to explain: the last rollout failed, loses tasks, or fewer tasks run than desired. */
export function isInTrouble(snapshot: EcsSnapshot): boolean {
  const rollout = rolloutOf(snapshot);
  if (rollout?.state === 'failed' || rollout?.state === 'rolled-back') {
    return true;
  }
  const { desiredCount = 0, runningCount = 0 } = snapshot.service;
  return (
    runningCount < desiredCount ||
    (rollout?.state === 'in-progress' && rollout.failedTasks > 0)
  );
}
