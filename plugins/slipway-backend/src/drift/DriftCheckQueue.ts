import { type LoggerService } from '@backstage/backend-plugin-api';
import { needsAttention, type Problem } from '@slipway/plugin-slipway-common';
import { type Environment } from '@slipway/plugin-slipway-node';
import { problemOf } from '../problems';
import { type StackKey } from '../stacks';
import {
  type DriftCheckStore,
  type DriftClaim,
  type DriftOutcome,
} from './DriftCheckStore';
import { type StoredCheck } from './StoredCheck';
import { nextCheckAfter } from './checkSlots';
import { type DriftCheckRecord } from './driftFacet';
import { type DriftNotifier } from './DriftNotifier';
import { applyIgnoreRules } from './ignoreRules';

// A process renews its claim while it checks. One that died loses it after this time, and another one takes the check over.
const LEASE_MS = 30_000;
const RENEW_MS = 8_000;
// After a failure the next attempt does not wait for the whole interval; after each further one it waits twice as long.
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
  /** Is told when drift begins in a stack. */
  notifier?: Pick<DriftNotifier, 'notify'>;
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
    const { checker, logger } = this.#options;
    const { environment, stack, interrupted } = claim;
    if (interrupted) {
      logger.warn(
        `The drift check of ${stack} in ${environment} was interrupted: the process that ran it ended. It is made again`,
      );
    }
    const lost = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, lost.signal]);
    const renewal = setInterval(() => this.#renew(claim, lost), RENEW_MS);
    try {
      const check = await checker.check({ environment, stack }, signal);
      await this.#finish(claim, { check });
    } catch (error) {
      await this.#fail(claim, error);
    } finally {
      clearInterval(renewal);
    }
  }

  async #fail(claim: DriftClaim, error: unknown): Promise<void> {
    const { environment, stack } = claim;
    if (this.#stop.signal.aborted) {
      await this.#options.store.release(claim);
      return;
    }
    this.#options.logger.warn(
      `The drift check of ${stack} in ${environment} failed`,
      error as Error,
    );
    await this.#finish(claim, { problem: problemOf(error, 'the drift check') });
  }

  async #finish(claim: DriftClaim, outcome: DriftOutcome): Promise<void> {
    const interval = this.#intervalOf(claim.environment);
    const now = this.#now();
    const nextCheckAt = outcome.problem
      ? new Date(
          now.getTime() +
            Math.min(retryDelay(outcome.problem, claim.failures), interval),
        )
      : nextCheckAfter(claim, { interval, now });
    const { store } = this.#options;
    const before = await store.read(claim);
    if (await store.finish(claim, { ...outcome, nextCheckAt })) {
      await this.#notify(claim, { before: before.lastCheck, ...outcome });
    }
  }

  // Once for each time that a stack goes from no drift to some.
  async #notify(
    { environment, stack }: StackKey,
    checks: { before?: StoredCheck; check?: StoredCheck },
  ): Promise<void> {
    const drift = this.#driftIn(environment, checks.check);
    if (drift > 0 && this.#driftIn(environment, checks.before) === 0) {
      await this.#options.notifier?.notify({
        key: { environment, stack },
        entityRef: checks.check?.entityRef,
        findings: drift,
      });
    }
  }

  #driftIn(environment: string, check: StoredCheck | undefined): number {
    const { drift } = this.#options.environments.get(environment) ?? {};
    const rules = [...(drift?.ignore ?? []), ...(check?.rules ?? [])];
    return applyIgnoreRules(check?.findings ?? [], rules, this.#now()).filter(
      needsAttention,
    ).length;
  }

  async #renew(claim: DriftClaim, lost: AbortController): Promise<void> {
    const { store, logger } = this.#options;
    try {
      const options = { now: this.#now(), leaseMs: LEASE_MS };
      if (!(await store.renew(claim, options))) {
        lost.abort();
      }
    } catch (error) {
      // The claim still stands for a while; the next renewal may reach the database.
      logger.warn('A drift check could not renew its claim', error as Error);
    }
  }

  #intervalOf(environment: string): number {
    const minutes =
      this.#options.environments.get(environment)?.drift.intervalMinutes ?? 60;
    return minutes * 60_000;
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}

function retryDelay(problem: Problem, failures: number): number {
  switch (problem.code) {
    case 'check-pending':
      return OVERTAKEN_RETRY_MS;
    // Nothing there to check: the next scheduled one is soon enough.
    case 'no-state':
      return Infinity;
    default:
      return RETRY_MS * 2 ** failures;
  }
}
