import { randomUUID } from 'node:crypto';
import {
  type DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  driftCheckSchema,
  type Problem,
  problemSchema,
} from '@slipway/plugin-slipway-common';
import { type Knex } from 'knex';
import { z } from 'zod';
import { type StackKey } from '../stacks';
import { type DriftCheckRecord } from './driftFacet';

const TABLE = 'drift_checks';

const storedCheckSchema = driftCheckSchema.extend({
  serial: z.number().optional(),
});

/** A check as it is stored: with the serial of the state that it saw. */
export type StoredCheck = z.infer<typeof storedCheckSchema>;

/** A check that this process runs. Others leave the stack alone until the claim ends. */
export interface DriftClaim extends StackKey {
  token: string;
}

/** How a check ended. */
export type DriftOutcome =
  | { check: StoredCheck; problem?: undefined }
  | { problem: Problem };

interface Row extends StackKey {
  status: string;
  requested: boolean | number;
  queued_at: number | string | null;
  claimed_until: number | string | null;
  claimed_by: string | null;
  next_check_at: number | string;
  last_check: string | null;
  problem: string | null;
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
  async read(key: StackKey): Promise<DriftCheckRecord> {
    const row = await this.#rows().where(identity(key)).first();
    if (!row) {
      return { checking: false };
    }
    return {
      checking: row.status !== 'idle',
      lastCheck: parseStored(row.last_check, storedCheckSchema),
      problem: parseStored(row.problem, problemSchema),
      nextCheckAt: new Date(Number(row.next_check_at)),
    };
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

  /** Makes stacks known; a new one is due at `firstCheckAt`. */
  async register(key: StackKey, firstCheckAt: Date): Promise<void> {
    await this.#ensure(key, firstCheckAt.getTime());
  }

  /** Queues every stack that is due. */
  async enqueueDue(now: Date): Promise<void> {
    await this.#rows()
      .where('status', 'idle')
      .where('next_check_at', '<=', now.getTime())
      .update({ status: 'queued', queued_at: now.getTime() });
  }

  /**
   * Takes one check out of the queue for this process; `undefined` when there is none. Of several processes that try for the
   * same check one succeeds. A claim whose process died is taken over after its time.
   *
   * @param leaseMs - how long the check may run
   */
  async claim(now: Date, leaseMs: number): Promise<DriftClaim | undefined> {
    const candidates = await this.#claimable(now)
      .orderBy([
        { column: 'requested', order: 'desc' },
        { column: 'queued_at', order: 'asc' },
      ])
      .limit(10);
    for (const { environment, stack } of candidates) {
      const token = randomUUID();
      const claimed = await this.#claimable(now)
        .where(identity({ environment, stack }))
        .update({
          status: 'running',
          requested: false,
          claimed_by: token,
          claimed_until: now.getTime() + leaseMs,
        });
      if (claimed === 1) {
        return { environment, stack, token };
      }
    }
    return undefined;
  }

  /** Records how a claimed check ended. A claim that was lost meanwhile changes nothing. */
  async finish(
    claim: DriftClaim,
    outcome: DriftOutcome & { nextCheckAt: Date },
  ): Promise<void> {
    await this.#rows()
      .where({ ...identity(claim), claimed_by: claim.token })
      .update({
        status: 'idle',
        claimed_by: null,
        claimed_until: null,
        next_check_at: outcome.nextCheckAt.getTime(),
        problem: outcome.problem ? JSON.stringify(outcome.problem) : null,
        ...(outcome.problem
          ? {}
          : { last_check: JSON.stringify(outcome.check) }),
      });
  }

  /** Puts a claimed check back into the queue, when the process stops before its end. */
  async release(claim: DriftClaim): Promise<void> {
    await this.#rows()
      .where({ ...identity(claim), claimed_by: claim.token })
      .update({ status: 'queued', claimed_by: null, claimed_until: null });
  }

  #claimable(now: Date) {
    return this.#rows().where(builder =>
      builder
        .where('status', 'queued')
        .orWhere(running =>
          running
            .where('status', 'running')
            .where('claimed_until', '<', now.getTime()),
        ),
    );
  }

  async #ensure(key: StackKey, nextCheckAt: number): Promise<void> {
    await this.#rows()
      .insert({ ...identity(key), status: 'idle', next_check_at: nextCheckAt })
      .onConflict(['environment', 'stack'])
      .ignore();
  }

  #rows() {
    return this.#knex<Row>(TABLE);
  }
}

function identity({ environment, stack }: StackKey): StackKey {
  return { environment, stack };
}

// What an older version of the plugin stored in another form counts as not stored.
function parseStored<T>(
  text: string | null,
  schema: z.ZodType<T>,
): T | undefined {
  const parsed = text === null ? undefined : schema.safeParse(JSON.parse(text));
  return parsed?.success ? parsed.data : undefined;
}
