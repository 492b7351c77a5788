import { z } from 'zod';

const actionsSchema = z.array(z.string());

const changeSchema = z.object({
  actions: actionsSchema,
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  importing: z.unknown().optional(),
});

const resourceChangeSchema = z.object({
  address: z.string(),
  mode: z.string().optional(),
  type: z.string(),
  name: z.string(),
  provider_name: z.string().optional(),
  action_reason: z.string().optional(),
  change: changeSchema,
});

const checkSchema = z.object({
  address: z.object({ to_display: z.string() }),
  status: z.string(),
});

/**
 * What Slipway reads of `terraform show -json PLAN` (format 1.2).
 *
 * @remarks Values in `before` and `after` are in clear: a plan never leaves the backend, and nothing of it is logged but addresses and actions.
 * @public
 */
export const planSchema = z.object({
  format_version: z.string(),
  terraform_version: z.string().optional(),
  resource_changes: z.array(resourceChangeSchema).default([]),
  resource_drift: z.array(resourceChangeSchema).default([]),
  output_changes: z
    .record(z.string(), z.object({ actions: actionsSchema }))
    .default({}),
  /** `check` blocks and conditions, with `pass`, `fail`, `error` or `unknown`. */
  checks: z.array(checkSchema).default([]),
  complete: z.boolean().default(true),
  errored: z.boolean().default(false),
});

/** @public */
export type Plan = z.infer<typeof planSchema>;

/** @public */
export type ResourceChange = z.infer<typeof resourceChangeSchema>;

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
  /** True also when only outputs change: state is written then. */
  hasChanges: boolean;
};

/**
 * Sums a plan up.
 *
 * @public
 */
export function summarizePlan(plan: Plan): PlanSummary {
  const changes = plan.resource_changes
    .filter(({ mode }) => mode !== 'data')
    .flatMap(toPlannedChange);
  const outputsChange = Object.values(plan.output_changes).some(({ actions }) =>
    actions.some(action => action !== 'no-op'),
  );
  return {
    changes,
    counts: count(changes, plan.resource_changes),
    hasChanges:
      outputsChange ||
      changes.length > 0 ||
      importCount(plan.resource_changes) > 0,
  };
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

/**
 * The action of a change from Terraform's list of actions; `undefined` where nothing happens to the resource.
 *
 * @public
 */
export function actionOf(
  actions: readonly string[],
): PlannedChange['action'] | undefined {
  if (actions.includes('delete')) {
    return actions.includes('create') ? 'replace' : 'delete';
  }
  if (actions.includes('create')) {
    return 'create';
  }
  if (actions.includes('update')) {
    return 'update';
  }
  return actions.includes('forget') ? 'forget' : undefined;
}

function toPlannedChange(resource: ResourceChange): PlannedChange[] {
  const action = actionOf(resource.change.actions);
  return action
    ? [
        {
          address: resource.address,
          type: resource.type,
          action,
          imported: isImport(resource),
          unfinished: resource.action_reason === 'replace_because_tainted',
        },
      ]
    : [];
}

function count(
  changes: readonly PlannedChange[],
  resources: readonly ResourceChange[],
): ChangeCounts {
  const having = (...actions: PlannedChange['action'][]) =>
    changes.filter(({ action }) => actions.includes(action)).length;
  return {
    add: having('create', 'replace'),
    change: having('update'),
    destroy: having('delete', 'replace'),
    import: importCount(resources),
  };
}

function importCount(resources: readonly ResourceChange[]): number {
  return resources.filter(isImport).length;
}

function isImport(resource: ResourceChange): boolean {
  return (
    resource.change.importing !== undefined &&
    resource.change.importing !== null
  );
}
