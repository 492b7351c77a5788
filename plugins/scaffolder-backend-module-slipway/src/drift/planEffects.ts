import { type CodedPlan } from '@slipway/plugin-slipway-node';
import { parseAttributePath, valueAt } from './attributeValue';
import { type LocatedFinding } from './locateValue';

/**
 * Whether a plan of edited code takes the findings in and changes nothing that the plan of the code before did not.
 */
export function takesIn(
  plans: { before: CodedPlan; after: CodedPlan },
  located: readonly LocatedFinding[],
): boolean {
  const known = new Set(changedAttributes(plans.before));
  return (
    changedAttributes(plans.after).every(text => known.has(text)) &&
    located.every(({ finding }) => isTakenIn(plans.after, finding))
  );
}

function isTakenIn(
  plan: CodedPlan,
  { address, attribute = '' }: LocatedFinding['finding'],
): boolean {
  const path = parseAttributePath(attribute);
  const change = plan.resource_changes.find(
    resource => resource.address === address,
  )?.change;
  return (
    change !== undefined &&
    valueAt(change.before, path) === valueAt(change.after, path)
  );
}

// Attributes of the first level and the action: as far as one may be told from another.
function changedAttributes(plan: CodedPlan): string[] {
  return plan.resource_changes
    .filter(({ mode, change }) => mode !== 'data' && !isNoOp(change.actions))
    .flatMap(({ address, change }) => {
      const before = asObject(change.before);
      const after = asObject(change.after);
      const unknown = asObject(change.after_unknown);
      const names = new Set([before, after, unknown].flatMap(Object.keys));
      return [...names]
        .filter(
          name =>
            unknown[name] === true ||
            JSON.stringify(before[name]) !== JSON.stringify(after[name]),
        )
        .map(name => `${address} ${change.actions.join('+')} ${name}`);
    });
}

function isNoOp(actions: readonly string[]): boolean {
  return actions.every(action => action === 'no-op' || action === 'read');
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}
