import {
  type Deployment,
  type ServiceDeployment,
  type ServiceDeploymentBrief,
  type ServiceDeploymentStatus,
  type TaskSet,
} from '@aws-sdk/client-ecs';
import { type Rollout } from '@slipway/plugin-slipway-common';
import { type EcsSnapshot } from './EcsSnapshot';
import { waitingHook } from './lifecycleHook';

// A rollout that is being undone has failed already, whatever becomes of the undoing.
const STATES: Record<ServiceDeploymentStatus, Rollout['state']> = {
  PENDING: 'in-progress',
  IN_PROGRESS: 'in-progress',
  SUCCESSFUL: 'completed',
  STOP_REQUESTED: 'failed',
  STOPPED: 'failed',
  ROLLBACK_REQUESTED: 'failed',
  ROLLBACK_IN_PROGRESS: 'failed',
  ROLLBACK_FAILED: 'failed',
  ROLLBACK_SUCCESSFUL: 'rolled-back',
};

/**
 * The truth about the last rollout of a service. ECS's service deployments tell it: `deployments` of DescribeServices forgets
 * a rollout that failed as soon as the earlier revision is primary again. It is used where ECS tells no service deployments.
 */
export function rolloutOf(snapshot: EcsSnapshot): Rollout | undefined {
  const primary = snapshot.service.deployments?.find(
    deployment => deployment.status === 'PRIMARY',
  );
  const last = newestDeployment(snapshot.serviceDeployments ?? []);
  if (!last?.status) {
    const taskSets = snapshot.service.taskSets ?? [];
    return taskSets.length > 0
      ? fromTaskSets(taskSets)
      : primary && fromDeployment(primary);
  }
  const circuitBreaker = breakerOf(snapshot.lastDeployment);
  return {
    state: STATES[last.status] ?? 'unknown',
    status: last.status,
    toldBy: 'service-deployments',
    reason: last.statusReason ?? primary?.rolloutStateReason,
    // `deployments` forgets the tasks of a rollout that was rolled back; its circuit breaker does not.
    failedTasks: Math.max(
      failedTasks(snapshot.service.deployments ?? []),
      circuitBreaker?.failures ?? 0,
    ),
    circuitBreaker,
    waitsAt: waitingHook(snapshot.lastDeployment),
    startedAt: (last.startedAt ?? last.createdAt)?.toISOString(),
    updatedAt: (last.finishedAt ?? primary?.updatedAt)?.toISOString(),
    finishedAt: last.finishedAt?.toISOString(),
  };
}

function breakerOf(
  deployment: ServiceDeployment | undefined,
): Rollout['circuitBreaker'] {
  const { status, failureCount, threshold } =
    deployment?.deploymentCircuitBreaker ?? {};
  return status === 'DISABLED' ||
    failureCount === undefined ||
    threshold === undefined
    ? undefined
    : { failures: failureCount, threshold };
}

/** The last of a service's deployments, in whatever order ECS lists them. */
export function newestDeployment(
  deployments: ServiceDeploymentBrief[],
): ServiceDeploymentBrief | undefined {
  const time = (deployment: ServiceDeploymentBrief) =>
    deployment.createdAt?.getTime() ?? 0;
  return [...deployments].sort((a, b) => time(b) - time(a))[0];
}

function fromDeployment(primary: Deployment): Rollout {
  return {
    state: primaryState(primary),
    status: primary.rolloutState,
    toldBy: 'deployments',
    reason: primary.rolloutStateReason,
    failedTasks: primary.failedTasks ?? 0,
    startedAt: primary.createdAt?.toISOString(),
    updatedAt: primary.updatedAt?.toISOString(),
  };
}

/**
 * Of a rollout by CodeDeploy or an external controller ECS sees the task sets: while one stands beside the primary one it
 * progresses. How it ended is not told, and so not known.
 */
function fromTaskSets(taskSets: TaskSet[]): Rollout {
  const time = ({ createdAt }: TaskSet) => createdAt?.getTime() ?? 0;
  const [newest] = [...taskSets].sort((a, b) => time(b) - time(a));
  const replacement = taskSets.some(({ status }) => status === 'ACTIVE');
  return {
    state: replacement ? 'in-progress' : 'unknown',
    status: newest?.stabilityStatus,
    toldBy: 'task-sets',
    failedTasks: 0,
    startedAt: newest?.createdAt?.toISOString(),
    updatedAt: newest?.updatedAt?.toISOString(),
  };
}

// ECS makes the earlier revision primary again and says so only in the reason.
function primaryState(primary: Deployment): Rollout['state'] {
  if (/roll(ing|ed) back/i.test(primary.rolloutStateReason ?? '')) {
    return 'rolled-back';
  }
  switch (primary.rolloutState) {
    case 'COMPLETED':
      return 'completed';
    case 'IN_PROGRESS':
      return 'in-progress';
    case 'FAILED':
      return 'failed';
    default:
      // CodeDeploy and external controllers have no rollout state.
      return 'unknown';
  }
}

function failedTasks(deployments: Deployment[]): number {
  return deployments.reduce(
    (count, deployment) => count + (deployment.failedTasks ?? 0),
    0,
  );
}
