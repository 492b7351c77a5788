import { type PlannedChangeEvent, type TerraformEvent } from './events';

/**
 * What a plan does to one resource.
 *
 * @public
 */
export type PlannedChange = {
  address: string;
  /** For example `aws_ecs_service`. */
  type: string;
  action: 'create' | 'update' | 'replace' | 'delete' | 'forget';
  /** Adopted rather than created. */
  imported: boolean;
  /** An earlier run was interrupted while it created the resource: it is replaced because it was never finished. */
  unfinished: boolean;
};

/**
 * How many resources a plan touches. A replacement is one to add and one to destroy, as Terraform counts.
 *
 * @public
 */
export type ChangeCounts = {
  add: number;
  change: number;
  destroy: number;
  import: number;
};

/**
 * What a plan does, without a single value.
 *
 * @public
 */
export type PlanSummary = {
  changes: PlannedChange[];
  counts: ChangeCounts;
  /** True also when only outputs or addresses change: state is written then. */
  hasChanges: boolean;
};

/**
 * Sums a plan up from the events of `plan -json`.
 *
 * @param hasChanges - what `-detailed-exitcode` said
 * @internal
 */
export function summarizePlan(
  events: readonly TerraformEvent[],
  hasChanges: boolean,
): PlanSummary {
  const changes: PlannedChange[] = [];
  let counts: ChangeCounts = { add: 0, change: 0, destroy: 0, import: 0 };
  for (const event of events) {
    if (event.type === 'planned_change') {
      changes.push(...toPlannedChange(event.change));
    }
    if (event.type === 'change_summary') {
      const { remove: destroy, ...others } = event.changes;
      counts = { ...others, destroy };
    }
  }
  return { changes, counts, hasChanges };
}

// What is only read, moved or adopted as it is does not change.
const ACTIONS: Record<string, PlannedChange['action'] | undefined> = {
  create: 'create',
  update: 'update',
  replace: 'replace',
  delete: 'delete',
  forget: 'forget',
};

function toPlannedChange(change: PlannedChangeEvent): PlannedChange[] {
  const { resource, importing, reason } = change;
  const action = ACTIONS[change.action];
  return action
    ? [
        {
          address: resource.addr,
          type: resource.resource_type,
          action,
          imported: importing !== undefined,
          unfinished: reason === 'tainted',
        },
      ]
    : [];
}

// Revisions of a task definition cannot be changed: every release replaces one by the next, and nothing that runs is lost.
const REPLACED_BY_NATURE = ['aws_ecs_task_definition'];

/**
 * The resources that a plan destroys, for good or to replace them, and that a person may miss. Nobody misses what an
 * interrupted run left unfinished: replacing it is how the next run completes the stack.
 *
 * @public
 */
export function destroyedBy(summary: PlanSummary): string[] {
  return summary.changes
    .filter(
      ({ action, type, unfinished }) =>
        action === 'delete' ||
        (action === 'replace' &&
          !unfinished &&
          !REPLACED_BY_NATURE.includes(type)),
    )
    .map(({ address }) => address);
}
