import {
  type LoggerService,
  type SchedulerService,
} from '@backstage/backend-plugin-api';
import {
  type Environment,
  type StateStore,
} from '@slipway/plugin-slipway-node';
import { callAws } from '../problems';
import { type DriftCheckQueue } from './DriftCheckQueue';
import { type DriftCheckStore } from './DriftCheckStore';

/** Options of {@link scheduleDriftChecks}. */
export interface DriftScheduleOptions {
  scheduler: SchedulerService;
  environments: readonly Environment[];
  store: DriftCheckStore;
  queue: DriftCheckQueue;
  sourceOf: (environment: string) => Pick<StateStore, 'listServiceStacks'>;
  logger: LoggerService;
}

/**
 * Checks every service's stack once in its environment's interval. One replica finds out what is due; every replica works.
 */
export async function scheduleDriftChecks(
  options: DriftScheduleOptions,
): Promise<void> {
  const { scheduler, queue } = options;
  await scheduler.scheduleTask({
    id: 'slipway-drift-due',
    scope: 'global',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    initialDelay: { seconds: 15 },
    fn: () => queueDueChecks(options, new Date()),
  });
  await scheduler.scheduleTask({
    id: 'slipway-drift-work',
    scope: 'local',
    frequency: { seconds: 15 },
    timeout: { minutes: 1 },
    initialDelay: { seconds: 20 },
    fn: async () => queue.work(),
  });
}

/**
 * Makes new stacks known, which are due at once, and queues those that are due. The queue spreads the work: each next check
 * is due an interval after the end of the one before.
 */
export async function queueDueChecks(
  options: Pick<
    DriftScheduleOptions,
    'environments' | 'store' | 'sourceOf' | 'logger'
  >,
  now: Date,
): Promise<void> {
  const { environments, store, sourceOf, logger } = options;
  for (const { name } of environments) {
    try {
      const stacks = await callAws(
        {
          action: 's3:ListBucket',
          subject: 'the state bucket',
          environment: name,
        },
        () => sourceOf(name).listServiceStacks(),
      );
      for (const stack of stacks) {
        await store.register({ environment: name, stack }, now);
      }
    } catch (error) {
      // An environment that cannot be asked must not keep the others from being checked.
      logger.debug(
        `The stacks of environment ${name} could not be listed`,
        error as Error,
      );
    }
  }
  await store.enqueueDue(now);
}
