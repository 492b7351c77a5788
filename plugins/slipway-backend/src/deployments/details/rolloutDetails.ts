import {
  type Deployment,
  type ServiceDeployment,
  type ServiceRevision,
  type ServiceRevisionSummary,
  type TaskSet,
} from '@aws-sdk/client-ecs';
import {
  type RolloutDetails,
  type RolloutRevision,
} from '@slipway/plugin-slipway-common';
import { lastPart } from '../../stacks';
import { type EcsSnapshot } from '../EcsSnapshot';
import { lifecycleHook } from '../lifecycleHook';

/** What ECS knows of revisions, by ARN. A revision that could not be read is not in it. */
export type Revisions = ReadonlyMap<string, ServiceRevision>;

/** The ARNs of the revisions that take part in a deployment. */
export function revisionArnsOf(deployment: ServiceDeployment): string[] {
  return [
    ...(deployment.sourceServiceRevisions ?? []).map(({ arn }) => arn),
    deployment.targetServiceRevision?.arn,
    deployment.rollback?.serviceRevisionArn,
  ].filter(arn => arn !== undefined);
}

/** The last rollout in full, from ECS's record of it. */
export function rolloutDetails(
  deployment: ServiceDeployment,
  revisions: Revisions,
  now: Date,
): RolloutDetails {
  const { deploymentCircuitBreaker: breaker, alarms, rollback } = deployment;
  const strategy = deployment.deploymentConfiguration?.strategy;
  const startedAt = deployment.startedAt ?? deployment.createdAt;
  const finishedAt = deployment.finishedAt ?? deployment.stoppedAt;
  const shifts = strategy !== undefined && strategy !== 'ROLLING';
  const toRevision =
    (role: RolloutRevision['role']) => (summary: ServiceRevisionSummary) =>
      rolloutRevision(role, summary, { revisions, shifts });
  return {
    id: lastPart(deployment.serviceDeploymentArn ?? ''),
    status: deployment.status ?? 'UNKNOWN',
    reason: deployment.statusReason,
    strategy,
    createdAt: deployment.createdAt?.toISOString(),
    startedAt: startedAt?.toISOString(),
    finishedAt: finishedAt?.toISOString(),
    durationSeconds: secondsBetween(startedAt, finishedAt ?? now),
    revisions: [
      ...(deployment.sourceServiceRevisions ?? []).map(toRevision('source')),
      ...[deployment.targetServiceRevision ?? []]
        .flat()
        .map(toRevision('target')),
    ],
    circuitBreaker: breaker && {
      status: breaker.status ?? 'UNKNOWN',
      failures: breaker.failureCount ?? 0,
      threshold: breaker.threshold ?? 0,
    },
    alarms: alarms && {
      status: alarms.status ?? 'UNKNOWN',
      names: alarms.alarmNames ?? [],
      triggered: alarms.triggeredAlarmNames ?? [],
    },
    rollback: rollback && {
      reason: rollback.reason,
      startedAt: rollback.startedAt?.toISOString(),
      to:
        rollback.serviceRevisionArn &&
        nameOf(rollback.serviceRevisionArn, revisions),
    },
    lifecycleStage: deployment.lifecycleStage,
    hooks: (deployment.lifecycleHookDetails ?? []).map(lifecycleHook),
  };
}

/** Whole seconds from one moment to another. */
export function secondsBetween(
  from: Date | undefined,
  to: Date,
): number | undefined {
  return (
    from && Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000))
  );
}

function nameOf(arn: string, revisions: Revisions): string {
  return lastPart(revisions.get(arn)?.taskDefinition ?? arn);
}

function rolloutRevision(
  role: RolloutRevision['role'],
  summary: ServiceRevisionSummary,
  known: { revisions: Revisions; shifts: boolean },
): RolloutRevision {
  const { arn = '' } = summary;
  const revision = known.revisions.get(arn);
  return {
    role,
    id: lastPart(arn),
    taskDefinition:
      revision?.taskDefinition && lastPart(revision.taskDefinition),
    images: (revision?.containerImages ?? []).map(
      ({ containerName = '', image, imageDigest }) => ({
        container: containerName,
        image,
        digest: imageDigest,
      }),
    ),
    tasks: tasksOf({
      requested: summary.requestedTaskCount,
      running: summary.runningTaskCount,
      pending: summary.pendingTaskCount,
    }),
    traffic: known.shifts
      ? {
          production: summary.requestedProductionTrafficWeight ?? 0,
          test: summary.requestedTestTrafficWeight ?? 0,
        }
      : undefined,
  };
}

function tasksOf(counts: {
  requested?: number;
  running?: number;
  pending?: number;
}): RolloutRevision['tasks'] {
  const { requested = 0, running = 0, pending = 0 } = counts;
  return { requested, running, pending };
}

/**
 * The last rollout where ECS keeps no record of it: of CodeDeploy and external controllers from their task sets, of services
 * from before service revisions from `deployments`.
 */
export function rolloutFallback({
  service,
}: EcsSnapshot): RolloutDetails | undefined {
  const taskSets = service.taskSets ?? [];
  const deployments = service.deployments ?? [];
  if (taskSets.length > 0) {
    const newest = newestFirst(taskSets)[0];
    return {
      status: newest?.stabilityStatus ?? 'UNKNOWN',
      createdAt: newest?.createdAt?.toISOString(),
      revisions: taskSets.map(fromTaskSet),
      hooks: [],
    };
  }
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  return (
    primary && {
      status: primary.rolloutState ?? 'UNKNOWN',
      reason: primary.rolloutStateReason,
      createdAt: primary.createdAt?.toISOString(),
      revisions: deployments.map(fromDeployment),
      hooks: [],
    }
  );
}

function newestFirst<T extends { createdAt?: Date }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => Number(b.createdAt) - Number(a.createdAt));
}

// The replacement is ACTIVE until CodeDeploy makes it the primary one.
function fromTaskSet(taskSet: TaskSet): RolloutRevision {
  return {
    role: taskSet.status === 'ACTIVE' ? 'target' : 'source',
    id: taskSet.id ?? '',
    taskDefinition: taskSet.taskDefinition && lastPart(taskSet.taskDefinition),
    images: [],
    tasks: tasksOf({
      requested: taskSet.computedDesiredCount,
      running: taskSet.runningCount,
      pending: taskSet.pendingCount,
    }),
  };
}

function fromDeployment(deployment: Deployment): RolloutRevision {
  return {
    role: deployment.status === 'PRIMARY' ? 'target' : 'source',
    id: deployment.id ?? '',
    taskDefinition:
      deployment.taskDefinition && lastPart(deployment.taskDefinition),
    images: [],
    tasks: tasksOf({
      requested: deployment.desiredCount,
      running: deployment.runningCount,
      pending: deployment.pendingCount,
    }),
  };
}
