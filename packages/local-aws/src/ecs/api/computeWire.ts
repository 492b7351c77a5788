import type { ServiceSpecification, Task } from '../model';

/** What tasks on Fargate's `LATEST` run on. */
export const FARGATE_PLATFORM_VERSION = '1.4.0';

/** Counts the tasks that should run, by whether they do. */
export function countTasks(tasks: Task[]) {
  const wanted = tasks.filter(task => task.desiredStatus === 'RUNNING');
  const running = wanted.filter(task => task.lastStatus === 'RUNNING').length;
  return { runningCount: running, pendingCount: wanted.length - running };
}

/** Where tasks run, as ECS answers it. */
export function computeWire(specification: ServiceSpecification) {
  const { launchType, capacityProviderStrategy, platformVersion } =
    specification;
  return {
    launchType: capacityProviderStrategy ? undefined : launchType,
    capacityProviderStrategy,
    platformVersion,
    platformFamily: platformVersion ? 'Linux' : undefined,
  };
}
