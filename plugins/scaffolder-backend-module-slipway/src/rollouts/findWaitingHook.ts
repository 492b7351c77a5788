import { type ServiceDeployment } from '@aws-sdk/client-ecs';
import { ConflictError } from '@backstage/errors';

/** A hook at which a rollout waits for a person. JSON: it outlives an interrupted task. */
export type WaitingHook = {
  hookId: string;
  deploymentArn: string;
  /** Name of the ECS service. */
  service: string;
  /** In words, for example `post test traffic shift`. */
  stage: string;
  /** When ECS stops waiting; ISO 8601. */
  expiresAt?: string;
  targetRevisionArn?: string;
};

/** A hook as the portal showed it: the ids of its rollout and its own. */
export type ExpectedHook = { rollout?: string; hook?: string };

type Hook = NonNullable<ServiceDeployment['lifecycleHookDetails']>[number];

/**
 * The hook that waits for a person first: of the oldest rollout, in the order of ECS.
 *
 * @param deployments - service deployments in full, of all services of a stack
 * @param expected - the hook that somebody looked at, which is then the only one that is decided
 * @returns the hook, and how many wait in all
 * @throws ConflictError when none waits, or only such that have expired, or not the expected one.
 */
export function findWaitingHook(
  deployments: readonly ServiceDeployment[],
  now: Date,
  expected: ExpectedHook = {},
): { hook: WaitingHook; waiting: number } {
  const oldestFirst = [...deployments].sort(
    (a, b) => Number(a.createdAt) - Number(b.createdAt),
  );
  const waiting = oldestFirst
    .filter(({ status }) => status === 'IN_PROGRESS')
    .flatMap(deployment =>
      hooksOf(deployment, 'AWAITING_ACTION')
        .filter(({ expiresAt }) => !expiresAt || expiresAt > now)
        .map(hook => toWaitingHook(deployment, hook)),
    );
  if (waiting.length === 0) {
    throw new ConflictError(`Nothing was decided: ${whyNone(oldestFirst)}`);
  }
  const { rollout, hook: id } = expected;
  const hook = waiting.find(
    ({ deploymentArn, hookId }) =>
      (rollout === undefined || lastPart(deploymentArn) === rollout) &&
      (id === undefined || hookId === id),
  );
  if (!hook) {
    throw new ConflictError(
      `Nothing was decided: the hook that was looked at waits no longer, and another one does, of ${waiting[0].service} at ${waiting[0].stage}. Look at the service again, then decide anew`,
    );
  }
  return { hook, waiting: waiting.length };
}

function hooksOf(
  deployment: ServiceDeployment,
  ...statuses: Hook['status'][]
): Hook[] {
  return (deployment.lifecycleHookDetails ?? []).filter(
    ({ targetType, status }) =>
      targetType === 'PAUSE' && statuses.includes(status),
  );
}

function toWaitingHook(
  deployment: ServiceDeployment,
  { hookId, expiresAt }: Hook,
): WaitingHook {
  const { serviceDeploymentArn, targetServiceRevision } = deployment;
  if (!hookId || !serviceDeploymentArn) {
    throw new Error('ECS named neither the rollout nor the hook that waits');
  }
  return {
    hookId,
    deploymentArn: serviceDeploymentArn,
    service: nameOf(deployment),
    stage: stageOf(deployment),
    expiresAt: expiresAt?.toISOString(),
    targetRevisionArn: targetServiceRevision?.arn,
  };
}

function whyNone(oldestFirst: readonly ServiceDeployment[]): string {
  const newest = oldestFirst.at(-1);
  if (!newest) {
    return 'ECS knows of no rollout of this stack in the last 90 days';
  }
  const [expired] = hooksOf(newest, 'AWAITING_ACTION', 'TIMED_OUT');
  if (expired) {
    const { expiresAt, timeoutAction } = expired;
    const then = timeoutAction === 'CONTINUE' ? 'continues' : 'rolls back';
    return `the hook of ${nameOf(newest)} at ${stageOf(newest)} has expired${
      expiresAt ? ` at ${expiresAt.toISOString()}` : ''
    }, and ECS ${then} by itself`;
  }
  return `no rollout of this stack waits at a hook for a person; the last one, of ${nameOf(
    newest,
  )}, is in status ${newest.status ?? 'UNKNOWN'}`;
}

function nameOf({ serviceArn = '' }: ServiceDeployment): string {
  return lastPart(serviceArn);
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function stageOf({ lifecycleStage }: ServiceDeployment): string {
  return (lifecycleStage ?? 'a stage that ECS does not name')
    .replaceAll('_', ' ')
    .toLowerCase();
}
