import {
  type ServiceDeploymentBrief,
  type ServiceDeploymentStatus,
} from '@aws-sdk/client-ecs';
import {
  type PastRollout,
  type RolloutHistory,
  type RolloutOutcome,
} from '@slipway/plugin-slipway-common';
import { lastPart } from '../../stacks';
import { type Revisions, secondsBetween } from './rolloutDetails';

const OUTCOMES: Record<ServiceDeploymentStatus, RolloutOutcome> = {
  PENDING: 'in-progress',
  IN_PROGRESS: 'in-progress',
  SUCCESSFUL: 'succeeded',
  // By whom is told by the reason alone: a person does it, and a newer rollout.
  STOP_REQUESTED: 'stopped',
  STOPPED: 'stopped',
  ROLLBACK_REQUESTED: 'failed',
  ROLLBACK_IN_PROGRESS: 'failed',
  ROLLBACK_FAILED: 'failed',
  ROLLBACK_SUCCESSFUL: 'rolled-back',
};

// ECS stops a rollout that failed where it is not to roll it back.
const STOPPED_AS_FAILED = /circuit breaker|alarm/i;

/**
 * The rollouts of a service with their outcome, change failure rate and time to restore.
 *
 * @param deployments - ECS's records, in whatever order.
 * @param since - the moment from which on ECS was asked.
 */
export function rolloutHistory(
  deployments: readonly ServiceDeploymentBrief[],
  revisions: Revisions,
  since: Date,
): RolloutHistory {
  const rollouts = deployments
    .map(deployment => pastRollout(deployment, revisions))
    .sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt));
  const succeeded = rollouts.filter(({ outcome }) => outcome === 'succeeded');
  const failed = rollouts.filter(isFailure);
  const ended = succeeded.length + failed.length;
  return {
    rollouts,
    since: since.toISOString(),
    succeeded: succeeded.length,
    failed: failed.length,
    changeFailureRate: ended > 0 ? failed.length / ended : undefined,
    timeToRestoreSeconds: median(
      failed.flatMap(failure => secondsToRestore(failure, succeeded)),
    ),
  };
}

function isFailure({ outcome }: PastRollout): boolean {
  return outcome === 'failed' || outcome === 'rolled-back';
}

function pastRollout(
  deployment: ServiceDeploymentBrief,
  revisions: Revisions,
): PastRollout {
  const { status, finishedAt, targetServiceRevisionArn: target } = deployment;
  const startedAt = deployment.startedAt ?? deployment.createdAt ?? new Date(0);
  const taskDefinition = target && revisions.get(target)?.taskDefinition;
  return {
    id: lastPart(deployment.serviceDeploymentArn ?? ''),
    outcome: outcomeOf(deployment),
    status: status ?? 'UNKNOWN',
    reason: deployment.statusReason,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString(),
    durationSeconds: finishedAt && secondsBetween(startedAt, finishedAt),
    taskDefinition: taskDefinition && lastPart(taskDefinition),
  };
}

function outcomeOf({
  status,
  statusReason = '',
}: ServiceDeploymentBrief): RolloutOutcome {
  const outcome = (status && OUTCOMES[status]) ?? 'unknown';
  return outcome === 'stopped' && STOPPED_AS_FAILED.test(statusReason)
    ? 'failed'
    : outcome;
}

/**
 * A rollback restores the service itself; after a rollout that failed for good the next one that succeeds does. None while
 * it is not restored.
 */
function secondsToRestore(
  failure: PastRollout,
  succeeded: readonly PastRollout[],
): number[] {
  const started = Date.parse(failure.startedAt);
  const moments =
    failure.outcome === 'rolled-back'
      ? [failure.finishedAt]
      : succeeded
          .filter(({ startedAt }) => Date.parse(startedAt) > started)
          .map(({ finishedAt }) => finishedAt);
  const ends = moments.flatMap(moment => (moment ? Date.parse(moment) : []));
  return ends.length > 0 ? [(Math.min(...ends) - started) / 1_000] : [];
}

function median(numbers: readonly number[]): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted[middle - 1];
  if (upper === undefined) {
    return undefined;
  }
  return sorted.length % 2 === 0 && lower !== undefined
    ? (lower + upper) / 2
    : upper;
}
