import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Environment } from '@slipway/plugin-slipway-node';
import { problemOf } from '../problems';
import { type StackKey } from '../stacks';
import {
  type DriftCheckStore,
  type DriftClaim,
  type StoredCheck,
} from './DriftCheckStore';
import { type DriftCheckRecord } from './driftFacet';

// A plan of a service takes seconds; a claim lives long enough for a slow provider download.
const LEASE_MS = 15 * 60_000;
// After a failure the next attempt does not wait for the whole interval.
const RETRY_MS = 5 * 60_000;
// An apply that overtook the check is over soon: the next look at the queue after this finds the check due again.
const OVERTAKEN_RETRY_MS = 5_000;

/** Makes one full check. */
export interface DriftChecker {
  check(key: StackKey, signal: AbortSignal): Promise<StoredCheck>;
}

/** Options of {@link DriftCheckQueue.create}. */
export interface DriftCheckQueueOptions {
  store: DriftCheckStore;
  checker: DriftChecker;
  environments: ReadonlyMap<string, Environment>;
  /** Terraform processes at a time in this replica. */
  concurrency: number;
  logger: LoggerService;
  now?: () => Date;
}

/**
 * Works through the queue of drift checks: a few at a time, one for a stack, those that a person asked for first.
 */
export class DriftCheckQueue {
  readonly #options: DriftCheckQueueOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  static create(options: DriftCheckQueueOptions): DriftCheckQueue {
    return new DriftCheckQueue(options);
  }

  private constructor(options: DriftCheckQueueOptions) {
    this.#options = options;
  }

  async read(key: StackKey): Promise<DriftCheckRecord> {
    return this.#options.store.read(key);
  }

  /** A person asks for a check. */
  async request(key: StackKey): Promise<'queued' | 'running'> {
    return this.#enqueue(key, true);
  }

  /** A view found a state that no check has seen. */
  async checkChangedState(key: StackKey): Promise<void> {
    await this.#enqueue(key, false);
  }

  /** Starts what is queued, as far as there is room. Returns at once. */
  work(): void {
    const { concurrency, logger } = this.#options;
    while (this.#running.size < concurrency && !this.#stop.signal.aborted) {
      const worker: Promise<void> = this.#drain()
        .catch(error => logger.error('The drift check queue failed', error))
        .finally(() => this.#running.delete(worker));
      this.#running.add(worker);
    }
  }

  /** Resolves when nothing runs in this process. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.all(this.#running);
    }
  }

  /** Ends the running checks and puts them back into the queue. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.idle();
  }

  async #enqueue(
    key: StackKey,
    requested: boolean,
  ): Promise<'queued' | 'running'> {
    const status = await this.#options.store.enqueue(key, {
      requested,
      now: this.#now(),
    });
    this.work();
    return status;
  }

  async #drain(): Promise<void> {
    const { store } = this.#options;
    while (!this.#stop.signal.aborted) {
      const claim = await store.claim(this.#now(), LEASE_MS);
      if (!claim) {
        return;
      }
      await this.#run(claim);
    }
  }

  async #run(claim: DriftClaim): Promise<void> {
    const { store, checker, logger } = this.#options;
    const { environment, stack } = claim;
    try {
      const check = await checker.check(
        { environment, stack },
        this.#stop.signal,
      );
      const interval = this.#intervalOf(environment);
      await store.finish(claim, {
        check,
        nextCheckAt: this.#after(interval),
      });
    } catch (error) {
      if (this.#stop.signal.aborted) {
        await store.release(claim);
        return;
      }
      logger.warn(
        `The drift check of ${stack} in ${environment} failed`,
        error as Error,
      );
      const problem = problemOf(error, 'the drift check');
      const retry =
        problem.code === 'check-pending' ? OVERTAKEN_RETRY_MS : RETRY_MS;
      await store.finish(claim, {
        problem,
        nextCheckAt: this.#after(
          Math.min(retry, this.#intervalOf(environment)),
        ),
      });
    }
  }

  #intervalOf(environment: string): number {
    const minutes =
      this.#options.environments.get(environment)?.drift.intervalMinutes ?? 60;
    return minutes * 60_000;
  }

  #after(milliseconds: number): Date {
    return new Date(this.#now().getTime() + milliseconds);
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}
