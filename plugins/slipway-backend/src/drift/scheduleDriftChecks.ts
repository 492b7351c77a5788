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

const DAY_MS = 24 * 60 * 60_000;

/** Options of {@link scheduleDriftChecks}. */
export interface DriftScheduleOptions {
  scheduler: SchedulerService;
  environments: readonly Environment[];
  store: DriftCheckStore;
  queue: DriftCheckQueue;
  /** Days that ended drift is remembered. */
  retentionDays: number;
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
 * Makes new stacks known, which are due at once, forgets those that are gone, and queues those that are due. Each stack has
 * its own place in the interval, which spreads the work.
 */
export async function queueDueChecks(
  options: Pick<
    DriftScheduleOptions,
    'environments' | 'store' | 'sourceOf' | 'logger' | 'retentionDays'
  >,
  now: Date,
): Promise<void> {
  const { environments, store, sourceOf, logger, retentionDays } = options;
  await store.retainEnvironments(environments.map(({ name }) => name));
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
      await store.sync(name, stacks, now);
    } catch (error) {
      // An environment that cannot be asked must not keep the others from being checked.
      logger.debug(
        `The stacks of environment ${name} could not be listed`,
        error as Error,
      );
    }
  }
  await store.enqueueDue(now);
  await store.prune(new Date(now.getTime() - retentionDays * DAY_MS));
}
