import { decimalId, ecsArn, resourceName, type ArnScope } from '../arn';
import type { Service, ServiceSpecification, TaskSet } from '../model';
import { countAttempt } from '../rollout/deployments';
import { addEvent } from '../rollout/events';
import {
  earliestStart,
  leastWantedFirst,
  type ServiceTask,
  type TaskPlan,
} from '../rollout/planTasks';

/** A new task set of a service, not serving production yet. */
export function createTaskSet(
  service: Service,
  given: Pick<TaskSet, 'specification' | 'scale' | 'tags'> & Partial<TaskSet>,
  { scope, now }: { scope: ArnScope; now: Date },
): TaskSet {
  const id = `ecs-svc/${decimalId()}`;
  const cluster = resourceName(service.clusterArn);
  return {
    id,
    arn: ecsArn(scope, 'task-set', cluster, service.name, id),
    status: 'ACTIVE',
    createdAt: now,
    updatedAt: now,
    stabilityStatus: 'STABILIZING',
    stabilityStatusAt: now,
    consecutiveFailures: 0,
    ...given,
  };
}

/** How many tasks a task set should have: its share of the service's desired count, rounded up. */
export function computedDesiredCount(
  { status, desiredCount }: Service,
  taskSet: TaskSet,
): number {
  return status === 'ACTIVE' && taskSet.status !== 'DRAINING'
    ? Math.ceil((desiredCount * taskSet.scale) / 100)
    : 0;
}

/** What a task of a service was made from, as far as the service still knows it: its task set, or the service itself. */
export function specificationFor(
  service: Service,
  startedBy: string | undefined,
): ServiceSpecification {
  return (
    service.taskSets?.find(({ id }) => id === startedBy)?.specification ??
    service.specification
  );
}

/** Decides which tasks to start and stop so that a task set has as many as it should. */
export function planTaskSet(
  service: Service,
  taskSet: TaskSet,
  { tasks, now }: { tasks: ServiceTask[]; now: Date },
): TaskPlan {
  const own = tasks.filter(
    ({ deploymentId, phase }) =>
      deploymentId === taskSet.id && phase !== 'stopping',
  );
  const missing = computedDesiredCount(service, taskSet) - own.length;
  return {
    start: now >= earliestStart(taskSet) ? Math.max(0, missing) : 0,
    stop: own
      .sort(leastWantedFirst)
      .slice(0, Math.max(0, -missing))
      .map(({ arn }) => arn),
  };
}

/** Counts a task of a task set that stopped without being told to. No circuit breaker watches: its controller must. */
export function countFailedTaskOfSet(
  service: Service,
  taskSetId: string,
  now: Date,
): void {
  const taskSet = service.taskSets?.find(({ id }) => id === taskSetId);
  if (taskSet) {
    countAttempt(taskSet, now);
  }
}

/** Says of each task set whether it is steady, forgets those that are drained, and announces when all are steady. */
export function settleTaskSets(
  service: Service,
  tasks: ServiceTask[],
  now: Date,
): void {
  const of = (taskSet: TaskSet) =>
    tasks.filter(({ deploymentId }) => deploymentId === taskSet.id);
  const taskSets = (service.taskSets ?? []).filter(
    taskSet => taskSet.status !== 'DRAINING' || of(taskSet).length > 0,
  );
  for (const taskSet of taskSets) {
    const own = of(taskSet);
    const isSteady =
      own.length === computedDesiredCount(service, taskSet) &&
      own.every(({ phase }) => phase === 'ready');
    const stabilityStatus = isSteady ? 'STEADY_STATE' : 'STABILIZING';
    if (taskSet.stabilityStatus !== stabilityStatus) {
      Object.assign(taskSet, { stabilityStatus, stabilityStatusAt: now });
    }
  }
  service.taskSets = taskSets;
  const isSteady =
    taskSets.length > 0 &&
    taskSets.every(({ stabilityStatus }) => stabilityStatus === 'STEADY_STATE');
  if (isSteady && !service.steady && service.status === 'ACTIVE') {
    addEvent(service, 'has reached a steady state.', now);
  }
  service.steady = isSteady;
}

/** Makes a task set the one that serves production; what it is made from becomes what the service is made from. */
export function makePrimary(
  service: Service,
  primary: TaskSet,
  now: Date,
): void {
  for (const taskSet of service.taskSets ?? []) {
    if (taskSet.status === 'PRIMARY' && taskSet !== primary) {
      taskSet.status = 'ACTIVE';
      taskSet.updatedAt = now;
    }
  }
  primary.status = 'PRIMARY';
  primary.updatedAt = now;
  service.specification = structuredClone(primary.specification);
}
