import { randomUUID } from 'node:crypto';
import {
  type DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { type Problem, problemSchema } from '@slipway/plugin-slipway-common';
import { type Knex } from 'knex';
import { type StackKey } from '../stacks';
import {
  checkRows,
  claimable,
  hasRowLocks,
  identity,
  isAbandoned,
  parseStored,
} from './checkRows';
import { type DriftCheckRecord } from './driftFacet';
import { DriftHistory, stackId } from './DriftHistory';
import { type StoredCheck, storedCheckSchema } from './StoredCheck';

/** A check that this process runs. Others leave the stack alone until the claim ends. */
export interface DriftClaim extends StackKey {
  token: string;
  /** Attempts before this one, in a row, that gave no answer. */
  failures: number;
  /** True when the process that had claimed it before ended without a word. */
  interrupted: boolean;
}

/** How a check ended. */
export type DriftOutcome =
  | { check: StoredCheck; problem?: undefined }
  | { problem: Problem };

/** Where the checks of one stack stand. */
export interface KnownStack extends StackKey {
  lastCheck?: StoredCheck;
  problem?: Problem;
  /** Since when each finding stands, by {@link findingId}. */
  standing: ReadonlyMap<string, Date>;
}

/**
 * The queue of drift checks and their results, in the plugin's database: they survive a restart, and replicas share them.
 */
export class DriftCheckStore {
  readonly #knex: Knex;

  static async create(database: DatabaseService): Promise<DriftCheckStore> {
    const knex = await database.getClient();
    if (!database.migrations?.skip) {
      await knex.migrate.latest({
        directory: resolvePackagePath(
          '@slipway/plugin-slipway-backend',
          'migrations',
        ),
      });
    }
    return new DriftCheckStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** What is known of a stack's checks. */
  async read(key: StackKey, now: Date = new Date()): Promise<DriftCheckRecord> {
    const row = await this.#rows().where(identity(key)).first();
    if (!row) {
      return { checking: false, interrupted: false, history: [] };
    }
    return {
      checking: row.status !== 'idle',
      interrupted: isAbandoned(row, now),
      lastCheck: parseStored(row.last_check, storedCheckSchema),
      problem: parseStored(row.problem, problemSchema),
      nextCheckAt: new Date(Number(row.next_check_at)),
      history: await DriftHistory.create(this.#knex).read(key),
    };
  }

  /** Every stack that is known. */
  async readAll(): Promise<KnownStack[]> {
    const rows = await this.#rows();
    const standing = await DriftHistory.create(this.#knex).standing();
    return rows.map(row => ({
      ...identity(row),
      lastCheck: parseStored(row.last_check, storedCheckSchema),
      problem: parseStored(row.problem, problemSchema),
      standing: standing.get(stackId(row)) ?? new Map(),
    }));
  }

  /**
   * Puts a stack's check into the queue, once.
   *
   * @param options - `requested` by a person: the check goes before the scheduled ones
   */
  async enqueue(
    key: StackKey,
    options: { requested: boolean; now: Date },
  ): Promise<'queued' | 'running'> {
    const now = options.now.getTime();
    await this.#ensure(key, now);
    await this.#rows()
      .where(identity(key))
      .whereNot('status', 'running')
      .update({
        status: 'queued',
        queued_at: now,
        ...(options.requested ? { requested: true } : {}),
      });
    const row = await this.#rows().where(identity(key)).first();
    return row?.status === 'running' ? 'running' : 'queued';
  }

  /**
   * Makes the stacks of an environment known: a new one is due at once, and one that is gone is dropped with its history. A
   * check that runs is left to end.
   */
  async sync(
    environment: string,
    stacks: readonly string[],
    now: Date,
  ): Promise<void> {
    const rows = await this.#rows().where({ environment }).select('stack');
    const known = new Set(rows.map(({ stack }) => stack));
    for (const stack of stacks) {
      if (!known.delete(stack)) {
        await this.#ensure({ environment, stack }, now.getTime());
      }
    }
    for (const stack of known) {
      await this.#forget({ environment, stack });
    }
  }

  /** Drops what belongs to environments that are no longer configured. */
  async retainEnvironments(environments: readonly string[]): Promise<void> {
    const rows = await this.#rows()
      .whereNotIn('environment', [...environments])
      .select('environment', 'stack');
    for (const row of rows) {
      await this.#forget(row);
    }
  }

  /** Queues every stack that is due. */
  async enqueueDue(now: Date): Promise<void> {
    await this.#rows()
      .where('status', 'idle')
      .where('next_check_at', '<=', now.getTime())
      .update({ status: 'queued', queued_at: now.getTime() });
  }

  /**
   * Takes one check out of the queue for this process; `undefined` when there is none. Several processes that try at the
   * same time get one each: on PostgreSQL a row that another one is just claiming is passed over, not waited for. A claim that
   * its process does not renew is taken over.
   *
   * @param leaseMs - how long the claim holds without {@link DriftCheckStore.renew}
   */
  async claim(now: Date, leaseMs: number): Promise<DriftClaim | undefined> {
    return this.#knex.transaction(async trx => {
      const next = claimable(trx, now)
        .orderBy([
          { column: 'requested', order: 'desc' },
          { column: 'queued_at', order: 'asc' },
        ])
        .first();
      // SQLite has no row locks; there one process writes at a time, and all replicas are this one.
      const row = await (hasRowLocks(trx)
        ? next.forUpdate().skipLocked()
        : next);
      if (!row) {
        return undefined;
      }
      const token = randomUUID();
      const claimed = await claimable(trx, now)
        .where(identity(row))
        .update({
          status: 'running',
          requested: false,
          claimed_by: token,
          claimed_until: now.getTime() + leaseMs,
        });
      return claimed === 1
        ? {
            ...identity(row),
            token,
            failures: row.failures,
            interrupted: isAbandoned(row, now),
          }
        : undefined;
    });
  }

  /** Prolongs a claim; false when another process has taken it over. */
  async renew(
    claim: DriftClaim,
    options: { now: Date; leaseMs: number },
  ): Promise<boolean> {
    const renewed = await this.#claimed(claim).update({
      claimed_until: options.now.getTime() + options.leaseMs,
    });
    return renewed === 1;
  }

  /**
   * Records how a claimed check ended, with its history.
   *
   * @returns false for a claim that was lost meanwhile: nothing is changed then
   */
  async finish(
    claim: DriftClaim,
    outcome: DriftOutcome & { nextCheckAt: Date },
  ): Promise<boolean> {
    const { problem, nextCheckAt } = outcome;
    return this.#knex.transaction(async trx => {
      const finished = await checkRows(trx)
        .where({ ...identity(claim), claimed_by: claim.token })
        .update({
          status: 'idle',
          claimed_by: null,
          claimed_until: null,
          next_check_at: nextCheckAt.getTime(),
          problem: problem ? JSON.stringify(problem) : null,
          failures: problem ? claim.failures + 1 : 0,
          ...(problem ? {} : { last_check: JSON.stringify(outcome.check) }),
        });
      if (finished === 1 && !problem) {
        await DriftHistory.create(trx).record(claim, outcome.check);
      }
      return finished === 1;
    });
  }

  /** Drops the history that ended before a moment. */
  async prune(before: Date): Promise<void> {
    await DriftHistory.create(this.#knex).prune(before);
  }

  /** Puts a claimed check back into the queue, when the process stops before its end. */
  async release(claim: DriftClaim): Promise<void> {
    await this.#claimed(claim).update({
      status: 'queued',
      claimed_by: null,
      claimed_until: null,
    });
  }

  async #forget(key: StackKey): Promise<void> {
    await this.#rows()
      .where(identity(key))
      .whereNot('status', 'running')
      .delete();
    await DriftHistory.create(this.#knex).forget(key);
  }

  #claimed(claim: DriftClaim) {
    return this.#rows().where({
      ...identity(claim),
      claimed_by: claim.token,
    });
  }

  async #ensure(key: StackKey, nextCheckAt: number): Promise<void> {
    await this.#rows()
      .insert({ ...identity(key), status: 'idle', next_check_at: nextCheckAt })
      .onConflict(['environment', 'stack'])
      .ignore();
  }

  #rows() {
    return checkRows(this.#knex);
  }
}
