import { z } from 'zod';

/**
 * An error or warning of Terraform. Its `snippet` is left out on purpose: it can hold values.
 *
 * @public
 */
export const diagnosticSchema = z.object({
  severity: z.enum(['error', 'warning']),
  summary: z.string(),
  detail: z.string().default(''),
  address: z.string().optional(),
});

/** @public */
export type Diagnostic = z.infer<typeof diagnosticSchema>;

const resourceSchema = z.object({ addr: z.string() });

const hookSchema = z.object({
  resource: resourceSchema,
  action: z.string().optional(),
  elapsed_seconds: z.number().default(0),
});

const changeSchema = z.object({
  resource: resourceSchema.extend({ resource_type: z.string() }),
  action: z.string(),
  /** Why a resource is replaced or deleted, for example `tainted`. */
  reason: z.string().optional(),
  /** Present when the resource is adopted. */
  importing: z.unknown().optional(),
});

/** What a plan does to one resource, in Terraform's words. @internal */
export type PlannedChangeEvent = z.infer<typeof changeSchema>;

const countSchema = z.number().int().default(0);

const countsSchema = z.object({
  add: countSchema,
  change: countSchema,
  import: countSchema,
  remove: countSchema,
});

/**
 * The lines of `-json` output that Slipway reads, format 1.2 (https://developer.hashicorp.com/terraform/internals/machine-readable-ui).
 * Other types are ignored: `outputs` and `provision_progress` can carry values. `resource_drift` is mostly noise of the provider
 * right after an apply, and not worth a line: it says which resources to look at.
 */
const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('diagnostic'), diagnostic: diagnosticSchema }),
  z.object({
    type: z.literal('init_output'),
    '@message': z.string(),
  }),
  z.object({ type: z.literal('planned_change'), change: changeSchema }),
  z.object({ type: z.literal('resource_drift'), change: changeSchema }),
  z.object({
    type: z.literal('change_summary'),
    '@message': z.string(),
    changes: countsSchema,
  }),
  z.object({ type: z.literal('apply_start'), hook: hookSchema }),
  z.object({ type: z.literal('apply_progress'), hook: hookSchema }),
  z.object({ type: z.literal('apply_complete'), hook: hookSchema }),
  z.object({ type: z.literal('apply_errored'), hook: hookSchema }),
]);

/** @internal */
export type TerraformEvent = z.infer<typeof eventSchema>;

/**
 * One line of `-json` output; `undefined` for what Slipway does not read.
 *
 * @internal
 */
export function parseEvent(line: string): TerraformEvent | undefined {
  try {
    return eventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

const PRESENT: Record<string, string> = {
  create: 'creating',
  update: 'changing',
  delete: 'destroying',
  replace: 'replacing',
  read: 'reading',
};

const PAST: Record<string, string> = {
  create: 'created',
  update: 'changed',
  delete: 'destroyed',
  replace: 'replaced',
  read: 'read',
};

/**
 * An event as a line for people: `aws_ecs_cluster.this: creating… 10 s`. `undefined` for an event that is not worth one.
 *
 * @internal
 */
export function describeEvent(event: TerraformEvent): string | undefined {
  switch (event.type) {
    case 'diagnostic':
      return describeDiagnostic(event.diagnostic);
    case 'init_output':
      return describeInit(event['@message']);
    case 'change_summary':
      return event['@message'];
    case 'resource_drift':
      return undefined;
    case 'planned_change':
      return `${event.change.resource.addr}: to ${event.change.action}`;
    default:
      return describeHook(event);
  }
}

/**
 * A diagnostic as one line: `Error: aws_ecs_service.this: creating ECS Service: …`.
 *
 * @internal
 */
export function describeDiagnostic(diagnostic: Diagnostic): string {
  const severity = diagnostic.severity === 'error' ? 'Error' : 'Warning';
  return `${severity}: ${diagnosticText(diagnostic)}`;
}

/**
 * What a diagnostic says, without its severity: where, what, and the detail on one line.
 *
 * @internal
 */
export function diagnosticText(diagnostic: Diagnostic): string {
  return [diagnostic.address, diagnostic.summary, diagnostic.detail]
    .filter(Boolean)
    .join(': ')
    .replace(/\s+/g, ' ')
    .trim();
}

function describeInit(message: string): string | undefined {
  // Of the long texts for people at a terminal only the lines about providers and the backend say something here.
  const line = message.replace(/\s+/g, ' ').trim();
  return /^(-|Initializing|Finding|Installing|Installed|Reusing|Using|Successfully configured)/.test(
    line,
  ) && line.length < 200
    ? line.replace(/^- /, '')
    : undefined;
}

function describeHook(event: {
  type: 'apply_start' | 'apply_progress' | 'apply_complete' | 'apply_errored';
  hook: z.infer<typeof hookSchema>;
}): string | undefined {
  const { resource, action = '', elapsed_seconds: seconds } = event.hook;
  // Data sources are read again and again; only what changes is worth a line.
  if (action === 'read' || action === 'noop') {
    return undefined;
  }
  const present = PRESENT[action] ?? action;
  switch (event.type) {
    case 'apply_start':
      return `${resource.addr}: ${present}…`;
    case 'apply_progress':
      return `${resource.addr}: ${present}… ${seconds} s`;
    case 'apply_complete':
      return `${resource.addr}: ${PAST[action] ?? action} in ${seconds} s`;
    case 'apply_errored':
      return `${resource.addr}: failed after ${seconds} s`;
    default:
      return undefined;
  }
}
