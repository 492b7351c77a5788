import {
  type Drift,
  type DriftFinding,
  type DriftKind,
  needsAttention,
} from '@slipway/plugin-slipway-common';
import { describeAge } from '../verdict';

/** {@link groupOf} */
export type DriftGroup = DriftKind | 'explained' | 'ignored';

/** Every finding that there is, live ones first. What a full check has confirmed is no longer only live. */
export function findingsOf(drift: Drift): DriftFinding[] {
  const checked = drift.lastCheck?.findings ?? [];
  const isConfirmed = (live: DriftFinding) =>
    checked.some(
      finding =>
        finding.kind === 'configuration' &&
        finding.address === live.address &&
        finding.attribute === live.attribute &&
        finding.actual === live.actual,
    );
  return [...drift.live.filter(live => !isConfirmed(live)), ...checked];
}

/** True when applying the declared configuration again would change something. */
export function hasDrift(drift: Drift): boolean {
  return findingsOf(drift).some(needsAttention);
}

/**
 * For example `no drift, checked 3 min ago`, `1 live, 2 configuration, checking now`.
 *
 * @param now - milliseconds since the epoch
 */
export function summarizeDrift(drift: Drift, now: number): string {
  const counts = new Map<DriftGroup, number>();
  for (const finding of findingsOf(drift)) {
    const what = groupOf(finding);
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const parts = [...counts].map(([kind, count]) => `${count} ${kind}`);
  if (!hasDrift(drift) && (drift.lastCheck?.complete || !drift.lastCheck)) {
    parts.unshift(drift.lastCheck ? 'no drift' : 'state matches ECS');
  }
  parts.push(describeCheck(drift, now));
  return parts.join(', ');
}

/** Under which heading a finding is shown: its kind, or that nothing is to be done about it. */
export function groupOf(finding: DriftFinding): DriftGroup {
  if (finding.ignored) {
    return 'ignored';
  }
  return finding.explanation ? 'explained' : finding.kind;
}

function describeCheck({ checking, lastCheck }: Drift, now: number): string {
  if (checking) {
    return 'checking now';
  }
  if (!lastCheck) {
    return 'not checked yet';
  }
  const age = describeAge(lastCheck.checkedAt, now);
  return lastCheck.complete ? `checked ${age}` : `checked in part ${age}`;
}
