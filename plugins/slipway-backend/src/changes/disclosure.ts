import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { type AttributeChange } from './attributeChanges';

// Numbers, switches and names of versions that a service is operated by. Whatever is not here stays in the backend: a plan
// holds every secret in clear, and providers do not mark all of them.
const HARMLESS: ReadonlySet<string> = new Set([
  'cpu',
  'deletion_protection',
  'deployment_maximum_percent',
  'deployment_minimum_healthy_percent',
  'deregistration_delay',
  'desired_count',
  'enable',
  'enable_execute_command',
  'enabled',
  'engine_version',
  'family',
  'force_delete',
  'health_check_grace_period_seconds',
  'healthy_threshold',
  'idle_timeout',
  'image_tag_mutability',
  'instance_class',
  'interval',
  'launch_type',
  'max_capacity',
  'memory',
  'min_capacity',
  'multi_az',
  'path',
  'platform_version',
  'port',
  'priority',
  'protocol',
  'retention_in_days',
  'rollback',
  'scan_on_push',
  'target_value',
  'task_definition',
  'timeout',
  'unhealthy_threshold',
]);

/** Terraform's marks of what is sensitive, on either side of a change: `true`, or a tree that mirrors the value. */
export interface SensitiveMarks {
  before: unknown;
  after: unknown;
}

/**
 * What of a change may be shown. A value is shown only when its attribute is known to be harmless, it is a plain value, and
 * Terraform does not mark it.
 *
 * @param marks - of the resource that the change is of
 */
export function discloseValues(
  sides: { path: AttributeChange['path']; declared: unknown; actual: unknown },
  marks: SensitiveMarks,
): Pick<DriftFinding, 'declared' | 'actual' | 'masked'> {
  const { path, declared, actual } = sides;
  const name = path.filter(part => typeof part === 'string').at(-1);
  const shown =
    typeof name === 'string' &&
    HARMLESS.has(name) &&
    [declared, actual].every(isPlain) &&
    !isMarked(marks.before, path) &&
    !isMarked(marks.after, path);
  return shown
    ? { declared: toText(declared), actual: toText(actual), masked: false }
    : { masked: true };
}

function isPlain(value: unknown): boolean {
  return value === undefined || value === null || typeof value !== 'object';
}

function isMarked(marks: unknown, path: AttributeChange['path']): boolean {
  let at = marks;
  for (const part of path) {
    if (at === true) {
      return true;
    }
    at = (at as Record<string | number, unknown> | undefined | null)?.[part];
  }
  return at === true;
}

function toText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
