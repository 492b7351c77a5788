import { z } from 'zod';
import { type PlannedChange } from './planSummary';

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
