import type { Attempts, Service } from '../model';
import { stagesOf } from './stages';

/** How far a task of a service has come, as the scheduler sees it. */
export type TaskPhase = 'starting' | 'ready' | 'stopping';

/** A task that has not stopped yet. */
export interface ServiceTask {
  arn: string;
  deploymentId: string;
  /** `ready`: running, and healthy for every target group of the service. */
  phase: TaskPhase;
  createdAt: Date;
}

/** What the scheduler does next. */
export interface TaskPlan {
  /** Tasks to start, all of the primary deployment. */
  start: number;
  /** ARNs of tasks that are no longer wanted. */
  stop: string[];
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** ECS waits longer and longer before it starts a task again that keeps failing. */
export function pauseAfterFailures(failures: number): number {
  return failures === 0
    ? 0
    : Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}

/**
 * Decides which tasks to start and stop so that a service comes nearer to its primary deployment without leaving the
 * limits of its deployment configuration: never fewer ready tasks than `minimumHealthyPercent` (rounded up) because of a
 * stop, never more tasks than `maximumPercent` (rounded down) because of a start. A rollout with lifecycle stages starts and stops
 * at its stages instead.
 */
export function planTasks(
  service: Service,
  tasks: ServiceTask[],
  now: Date,
): TaskPlan {
  const [primary] = service.deployments;
  const desired = service.status === 'ACTIVE' ? service.desiredCount : 0;
  const { minimumHealthyPercent, maximumPercent } =
    service.deploymentConfiguration;
  const lowest = Math.ceil((desired * minimumHealthyPercent) / 100);
  const highest = Math.floor((desired * maximumPercent) / 100);

  const active = tasks.filter(task => task.phase !== 'stopping');
  const own = active.filter(task => task.deploymentId === primary.id);
  const others = active.filter(task => task.deploymentId !== primary.id);
  const surplus = own
    .sort(leastWantedFirst)
    .slice(0, Math.max(0, own.length - desired));

  const mayStart =
    primary.rolloutState !== 'FAILED' && now >= earliestStart(primary);
  const stop = surplus.map(task => task.arn);
  const stages = service.status === 'ACTIVE' ? stagesOf(service) : undefined;
  if (stages) {
    // Both revisions run in full until the old one is cleaned up.
    const scalesUp = mayStart && stages.stage !== 'PRE_SCALE_UP';
    const outdated = stages.stage === 'CLEAN_UP' ? others : [];
    return {
      start: scalesUp ? Math.max(0, desired - own.length) : 0,
      stop: [...stop, ...outdated.map(task => task.arn)],
    };
  }
  const ready = active.filter(
    task => task.phase === 'ready' && !surplus.includes(task),
  );
  // A failed deployment that is not rolled back leaves the older tasks alone.
  if (primary.rolloutState !== 'FAILED' || desired === 0) {
    let spare = ready.length - lowest;
    for (const task of others.sort(leastWantedFirst)) {
      if (task.phase !== 'ready' || spare > 0) {
        stop.push(task.arn);
        spare -= task.phase === 'ready' ? 1 : 0;
      }
    }
  }

  const room = Math.min(
    desired - own.length,
    highest - (active.length - stop.length),
  );
  return { start: mayStart ? Math.max(0, room) : 0, stop };
}

/** Order in which tasks are given up: what does not serve yet first, then the youngest. */
export function leastWantedFirst(a: ServiceTask, b: ServiceTask): number {
  const byPhase = Number(a.phase === 'ready') - Number(b.phase === 'ready');
  return byPhase || b.createdAt.getTime() - a.createdAt.getTime();
}

/** When tasks may be started again that kept failing. */
export function earliestStart(attempts: Attempts): Date {
  const { lastFailureAt, consecutiveFailures } = attempts;
  return new Date(
    (lastFailureAt?.getTime() ?? 0) + pauseAfterFailures(consecutiveFailures),
  );
}
