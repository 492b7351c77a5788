import { type Knex } from 'knex';
import { type z } from 'zod';
import { type StackKey } from '../stacks';

const TABLE = 'drift_checks';

/** A stack in the queue. Moments are milliseconds, which PostgreSQL answers as text. */
export interface CheckRow extends StackKey {
  status: string;
  requested: boolean | number;
  queued_at: number | string | null;
  claimed_until: number | string | null;
  claimed_by: string | null;
  next_check_at: number | string;
  last_check: string | null;
  problem: string | null;
  failures: number;
}

/** The rows, in the database or a transaction of it. */
export function checkRows(knex: Knex) {
  return knex<CheckRow>(TABLE);
}

/** The rows that a process may take. */
export function claimable(knex: Knex, now: Date) {
  return checkRows(knex).where(builder =>
    builder
      .where('status', 'queued')
      .orWhere(running =>
        running
          .where('status', 'running')
          .where('claimed_until', '<', now.getTime()),
      ),
  );
}

/** Whether a row that another process is claiming can be passed over. */
export function hasRowLocks(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}

/** Whether the process that claimed a row has ended without a word. */
export function isAbandoned(row: CheckRow, now: Date): boolean {
  return row.status === 'running' && Number(row.claimed_until) < now.getTime();
}

/** The key of a row, without its other columns. */
export function identity({ environment, stack }: StackKey): StackKey {
  return { environment, stack };
}

/** What was stored; what an older version of the plugin stored in another form counts as not stored. */
export function parseStored<T>(
  text: string | null,
  schema: z.ZodType<T>,
): T | undefined {
  const parsed = text === null ? undefined : schema.safeParse(JSON.parse(text));
  return parsed?.success ? parsed.data : undefined;
}
