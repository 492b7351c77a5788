import {
  type DriftFinding,
  type DriftKind,
} from '@slipway/plugin-slipway-common';
import { type Knex } from 'knex';
import { type StackKey } from '../stacks';
import { type StoredCheck } from './StoredCheck';

const TABLE = 'drift_periods';
// What a person would look at; the rest waits for the retention.
const MAX_PERIODS = 50;

/** How long one finding stood. */
export interface StoredPeriod {
  kind: DriftKind;
  address: string;
  attribute?: string;
  began: Date;
  lastSeen: Date;
  /** Absent while it lasts. */
  ended?: Date;
}

interface Row extends StackKey {
  id: number;
  kind: DriftKind;
  address: string;
  attribute: string;
  began_at: number | string;
  last_seen_at: number | string;
  ended_at: number | string | null;
}

/**
 * When drift began and ended, finding by finding, in the plugin's database. It holds addresses and attribute names, never
 * values.
 */
export class DriftHistory {
  readonly #knex: Knex;

  /** @param knex - the database, or a transaction of it */
  static create(knex: Knex): DriftHistory {
    return new DriftHistory(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Continues what is still there, begins what is new and ends what is gone. A check that read only a part ends nothing: what
   * it did not see may still be there.
   */
  async record(key: StackKey, check: StoredCheck): Promise<void> {
    const at = Date.parse(check.checkedAt);
    const found = new Map(
      check.findings
        .filter(isRecorded)
        .map(finding => [findingId(finding), finding]),
    );
    const open = await this.#rows().where(identity(key)).whereNull('ended_at');
    const standing: number[] = [];
    const gone: number[] = [];
    for (const row of open) {
      (found.delete(findingId(row)) ? standing : gone).push(row.id);
    }
    await this.#update(standing, { last_seen_at: at });
    if (check.complete) {
      await this.#update(gone, { ended_at: at });
    }
    const begun = [...found.values()].map(({ kind, address, attribute }) => ({
      ...identity(key),
      kind,
      address,
      attribute: attribute ?? '',
      began_at: at,
      last_seen_at: at,
      ended_at: null,
    }));
    if (begun.length > 0) {
      await this.#knex.batchInsert(TABLE, begun, 50);
    }
  }

  /** What stands, and the latest of what ended. */
  async read(key: StackKey): Promise<StoredPeriod[]> {
    const open = await this.#rows().where(identity(key)).whereNull('ended_at');
    const ended = await this.#rows()
      .where(identity(key))
      .whereNotNull('ended_at')
      .orderBy('ended_at', 'desc')
      .limit(MAX_PERIODS);
    return [...open, ...ended].map(toPeriod);
  }

  /** Since when each finding stands, by {@link findingId}, for each stack by {@link stackId}. */
  async standing(): Promise<Map<string, Map<string, Date>>> {
    const stacks = new Map<string, Map<string, Date>>();
    for (const row of await this.#rows().whereNull('ended_at')) {
      const findings = stacks.get(stackId(row)) ?? new Map<string, Date>();
      findings.set(findingId(row), new Date(Number(row.began_at)));
      stacks.set(stackId(row), findings);
    }
    return stacks;
  }

  /** Drops the periods of stacks that are no longer there. */
  async forget(key: StackKey): Promise<void> {
    await this.#rows().where(identity(key)).delete();
  }

  /** Drops what ended before a moment. */
  async prune(before: Date): Promise<void> {
    await this.#rows().where('ended_at', '<', before.getTime()).delete();
  }

  async #update(ids: number[], change: Partial<Row>): Promise<void> {
    // SQLite bounds the number of parameters.
    for (let start = 0; start < ids.length; start += 100) {
      await this.#rows()
        .whereIn('id', ids.slice(start, start + 100))
        .update(change);
    }
  }

  #rows() {
    return this.#knex<Row>(TABLE);
  }
}

/** The same for the same finding in every check: what drifted, not to which value. */
export function findingId(
  finding: Pick<DriftFinding, 'kind' | 'address' | 'attribute'>,
): string {
  return JSON.stringify([
    finding.kind,
    finding.address,
    finding.attribute ?? '',
  ]);
}

/** The same for the same stack. */
export function stackId({ environment, stack }: StackKey): string {
  return JSON.stringify([environment, stack]);
}

// Noise comes and goes and asks for nothing.
function isRecorded({ kind }: DriftFinding): boolean {
  return kind === 'configuration' || kind === 'pending';
}

function identity({ environment, stack }: StackKey): StackKey {
  return { environment, stack };
}

function toPeriod(row: Row): StoredPeriod {
  return {
    kind: row.kind,
    address: row.address,
    attribute: row.attribute || undefined,
    began: new Date(Number(row.began_at)),
    lastSeen: new Date(Number(row.last_seen_at)),
    ended: row.ended_at === null ? undefined : new Date(Number(row.ended_at)),
  };
}
