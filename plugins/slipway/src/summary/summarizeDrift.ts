import {
  type Drift,
  type DriftFinding,
  type DriftKind,
} from '@slipway/plugin-slipway-common';
import { describeAge } from '../verdict';

// State-only differences are noise: re-applying the code would change nothing.
const MATTERS: Record<DriftKind, boolean> = {
  live: true,
  configuration: true,
  pending: true,
  'state-only': false,
};

/** Every finding that there is, live ones first. */
export function findingsOf(drift: Drift): DriftFinding[] {
  return [...drift.live, ...(drift.lastCheck?.findings ?? [])];
}

/** True when applying the declared configuration again would change something. */
export function hasDrift(drift: Drift): boolean {
  return findingsOf(drift).some(finding => MATTERS[finding.kind]);
}

/** For example `no drift, checked 3 min ago`, `1 live, 2 configuration, checking now`. */
export function summarizeDrift(drift: Drift): string {
  const counts = new Map<DriftKind, number>();
  for (const { kind } of findingsOf(drift)) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const parts = [...counts].map(([kind, count]) => `${count} ${kind}`);
  if (!hasDrift(drift) && (drift.lastCheck?.complete || !drift.lastCheck)) {
    parts.unshift(drift.lastCheck ? 'no drift' : 'state matches ECS');
  }
  parts.push(describeCheck(drift));
  return parts.join(', ');
}

function describeCheck({ checking, lastCheck }: Drift): string {
  if (checking) {
    return 'checking now';
  }
  if (!lastCheck) {
    return 'not checked yet';
  }
  const age = describeAge(lastCheck.checkedAt, Date.now());
  return lastCheck.complete ? `checked ${age}` : `checked in part ${age}`;
}
