import { z } from 'zod';
import { facetResultSchema } from './facet';

/**
 * - `configuration`: reality was changed by hand and the code does not say so; re-applying mends it.
 * - `pending`: declared and not applied yet.
 * - `state-only`: reality and state differ where the code has no opinion; noise.
 * - `live`: state and live ECS facts differ at this moment; not yet confirmed by a plan.
 *
 * @public
 */
export const driftKindSchema = z.enum([
  'configuration',
  'pending',
  'state-only',
  'live',
]);

/** @public */
export type DriftKind = z.infer<typeof driftKindSchema>;

/**
 * A rule that some drift is not to be reported.
 *
 * @public
 */
export const driftIgnoreRuleSchema = z.strictObject({
  /** Terraform's address; `*` stands for any text. */
  address: z.string().min(1),
  /** Attribute path; `*` stands for any text. Without it the rule holds for everything about the resource. */
  attribute: z.string().min(1).optional(),
  /** Why: shown beside what is ignored. */
  reason: z.string().min(1),
  author: z.string().min(1).optional(),
  /** The last day that the rule counts, for example `2027-01-31`. */
  expires: z.iso.date().optional(),
});

/** @public */
export type DriftIgnoreRule = z.infer<typeof driftIgnoreRuleSchema>;

/**
 * One drifted attribute.
 *
 * @public
 */
export const driftFindingSchema = z.object({
  kind: driftKindSchema,
  /** Terraform's address, for example `aws_ecs_service.this`. */
  address: z.string(),
  /** Attribute path, for example `desired_count`; absent when the whole resource is missing or new. */
  attribute: z.string().optional(),
  action: z.enum(['create', 'update', 'delete', 'replace']),
  /** Shown only where the attribute is on the allow-list of harmless ones; `masked` otherwise. */
  declared: z.string().optional(),
  actual: z.string().optional(),
  masked: z.boolean(),
  /** When a full check saw it first. */
  firstSeen: z.string().optional(),
  /** Why it is to be expected, for example autoscaling: it asks for nothing. */
  explanation: z.string().optional(),
  /** The rule that takes it out of the count. */
  ignored: driftIgnoreRuleSchema
    .pick({ reason: true, author: true, expires: true })
    .optional(),
  /** The last change of the resource since the apply, where CloudTrail knows it. */
  changedBy: z
    .object({
      who: z.string(),
      /** The event, for example `UpdateService`. */
      event: z.string(),
      at: z.string(),
    })
    .optional(),
});

/** @public */
export type DriftFinding = z.infer<typeof driftFindingSchema>;

/**
 * Whether a finding asks for something: noise, what is explained and what is ignored do not.
 *
 * @public
 */
export function needsAttention(finding: DriftFinding): boolean {
  return (
    finding.kind !== 'state-only' && !finding.explanation && !finding.ignored
  );
}

/**
 * A full check: one Terraform plan of the stack bundle with read-only credentials.
 *
 * @public
 */
export const driftCheckSchema = z.object({
  checkedAt: z.string(),
  /** Milliseconds. */
  durationMs: z.number().int(),
  /** False when the plan failed half-way: the findings are of the part that was read. */
  complete: z.boolean(),
  findings: z.array(driftFindingSchema),
  /** Addresses that a plan which failed half-way did not get to. */
  unread: z.array(z.string()).optional(),
  /** Addresses of `check` blocks and conditions of the code that fail. */
  failedChecks: z.array(z.string()).optional(),
  /** What else the check has to say, in sentences. */
  notices: z.array(z.string()).optional(),
});

/** @public */
export type DriftCheck = z.infer<typeof driftCheckSchema>;

/**
 * How long one finding stood: from the check that saw it first to the one that saw it no more.
 *
 * @public
 */
export const driftPeriodSchema = z.object({
  kind: driftKindSchema,
  address: z.string(),
  attribute: z.string().optional(),
  began: z.string(),
  lastSeen: z.string(),
  /** Absent while it lasts. */
  ended: z.string().optional(),
});

/** @public */
export type DriftPeriod = z.infer<typeof driftPeriodSchema>;

/** @public */
export const driftSchema = z.object({
  /** Comparison of the state with live ECS facts, made at this view. */
  live: z.array(driftFindingSchema),
  /** The last full check that gave an answer. */
  lastCheck: driftCheckSchema.optional(),
  /** True while a full check is queued or runs. */
  checking: z.boolean(),
  nextCheckAt: z.string().optional(),
  /** The state that was looked at: what a reconciliation is bound to. */
  state: z.object({ serial: z.number().int(), lineage: z.string() }).optional(),
  /** What drifted and when it was mended, the latest first; bounded in number and by the retention of the portal. */
  history: z.array(driftPeriodSchema).default([]),
});

/** @public */
export type Drift = z.infer<typeof driftSchema>;

/** @public */
export const driftResultSchema = facetResultSchema(driftSchema);

/**
 * The answer to `POST …/drift-checks`.
 *
 * @public
 */
export const driftCheckAcceptedSchema = z.object({
  /** `queued`, or `running` when a check of the same stack was under way already. */
  status: z.enum(['queued', 'running']),
});

/** @public */
export type DriftCheckAccepted = z.infer<typeof driftCheckAcceptedSchema>;
