import { type DriftFinding } from '@slipway/plugin-slipway-common';
import {
  actionOf,
  type Plan,
  type ResourceChange,
} from '@slipway/plugin-slipway-node';
import { attributeChanges, attributePath, discloseValues } from '../changes';

/** Why a resource changes of which nothing differs that is known before an apply. */
export const CONSEQUENCE =
  'Follows from another resource that an apply would make anew';

/**
 * What one normal plan says of drift. Terraform reports what changed outside (`resource_drift`) and what an apply would do
 * (`resource_changes`); an attribute in both was changed by hand, one only in the second is declared and not applied, one only
 * in the first is noise, because the code has no opinion on it.
 */
export function classifyPlan(
  plan: Pick<Plan, 'resource_changes' | 'resource_drift'>,
): DriftFinding[] {
  const drift = new Map(
    plan.resource_drift.map(resource => [resource.address, resource]),
  );
  const makesAnew = plan.resource_changes.some(
    ({ mode, change }) => mode !== 'data' && change.actions.includes('create'),
  );
  const findings: DriftFinding[] = [];
  for (const resource of plan.resource_changes) {
    if (resource.mode !== 'data') {
      findings.push(
        ...resourceFindings(resource, {
          drift: drift.get(resource.address),
          makesAnew,
        }),
      );
    }
    drift.delete(resource.address);
  }
  // What drifted and is no longer declared at all.
  for (const resource of drift.values()) {
    findings.push(...stateOnly(resource));
  }
  return findings;
}

function resourceFindings(
  resource: ResourceChange,
  context: { drift?: ResourceChange; makesAnew: boolean },
): DriftFinding[] {
  const { drift, makesAnew } = context;
  const { address, change } = resource;
  const action = actionOf(change.actions);
  switch (action) {
    case undefined:
      return drift ? stateOnly(drift) : [];
    case 'create': {
      const gone = drift?.change.actions.includes('delete');
      const kind = gone ? 'configuration' : 'pending';
      return [{ kind, address, action, masked: false }];
    }
    case 'delete':
    case 'forget':
      return [{ kind: 'pending', address, action: 'delete', masked: false }];
    case 'update':
    case 'replace':
      return changedAttributes(resource, { action, drift, makesAnew });
    default:
      throw new Error(`Unknown action ${action satisfies never}`);
  }
}

function changedAttributes(
  resource: ResourceChange,
  options: {
    action: 'update' | 'replace';
    drift?: ResourceChange;
    makesAnew: boolean;
  },
): DriftFinding[] {
  const { address, change } = resource;
  const { action, drift } = options;
  const drifted = new Set(
    drift ? changesOf(drift).map(({ path }) => attributePath(path)) : [],
  );
  const findings = changesOf(resource).map(({ path, before, after }) => {
    const attribute = attributePath(path);
    const kind = drifted.has(attribute) ? 'configuration' : 'pending';
    // Here `before` is reality, read anew, and `after` what the code declares.
    const values = discloseValues(
      { path, declared: after, actual: before },
      marksOf(change),
    );
    return { kind, address, attribute, action, ...values } as const;
  });
  if (findings.length > 0) {
    return findings;
  }
  // Every change is to a value that only the apply will know. What was changed by hand there is drift all the same.
  const changedByHand = [...drifted].filter(attribute =>
    isUnknown(change.after_unknown, attribute),
  );
  if (changedByHand.length > 0) {
    return changedByHand.map(attribute => ({
      kind: 'configuration',
      address,
      attribute,
      action,
      masked: true,
    }));
  }
  const explanation =
    action === 'update' && options.makesAnew ? CONSEQUENCE : undefined;
  return [{ kind: 'pending', address, action, masked: false, explanation }];
}

function isUnknown(unknown: unknown, attribute: string): boolean {
  const [name] = attribute.split(/[.[]/);
  return (unknown as Record<string, unknown> | undefined)?.[name] === true;
}

function stateOnly(drift: ResourceChange): DriftFinding[] {
  const { address, change } = drift;
  if (change.actions.includes('delete')) {
    return [{ kind: 'state-only', address, action: 'delete', masked: false }];
  }
  return changesOf(drift).map(({ path, before, after }) => ({
    kind: 'state-only',
    address,
    attribute: attributePath(path),
    action: 'update',
    // In `resource_drift` the state is before and reality after.
    ...discloseValues(
      { path, declared: before, actual: after },
      marksOf(change),
    ),
  }));
}

function changesOf({ change }: ResourceChange) {
  return attributeChanges(change.before, change.after, change.after_unknown);
}

function marksOf(change: ResourceChange['change']) {
  return { before: change.before_sensitive, after: change.after_sensitive };
}
