import {
  type Drift,
  type DriftCheck,
  type DriftFinding,
  type DriftIgnoreRule,
  type DriftPeriod,
  type FacetResult,
  needsAttention,
  type Problem,
  type Verdict,
} from '@slipway/plugin-slipway-common';
import { type ObservedService } from '../deployments';
import { facetProblem, facetResult, oldest } from '../facets';
import { type BoundFacts } from '../services';
import { type StoredCheck } from './StoredCheck';
import { findingId, type StoredPeriod } from './DriftHistory';
import { applyIgnoreRules } from './ignoreRules';
import { liveDrift } from './liveDrift';

/** What is known of the full checks of a stack. */
export interface DriftCheckRecord {
  checking: boolean;
  /** The last check that gave an answer. */
  lastCheck?: StoredCheck;
  /** Why the last attempt gave no answer. */
  problem?: Problem;
  nextCheckAt?: Date;
  /** True when the process that ran the check ended without a word. */
  interrupted: boolean;
  history: StoredPeriod[];
}

/** What the drift facet is made of. */
export interface DriftParts {
  bound: BoundFacts;
  observed: ObservedService[];
  record: DriftCheckRecord;
  /** Milliseconds between scheduled checks. */
  interval: number;
  /** The environment's; those of the stack come with the check. */
  ignore?: readonly DriftIgnoreRule[];
  now: Date;
}

/**
 * The drift facet: state against ECS at this moment, and the last full check. Without a check that is recent, complete and
 * of this state nothing is called clean.
 */
export function driftFacet(parts: DriftParts): FacetResult<Drift> {
  const { bound, observed, now } = parts;
  if (!bound.facts) {
    return facetProblem(bound.problem);
  }
  const record = withIgnored(parts);
  const live = applyIgnoreRules(
    liveDrift(bound.facts, observed),
    rulesOf(parts),
    now,
  );
  const at = oldest(
    bound.at,
    ...observed.flatMap(({ answer }) => (answer.value ? [answer.at] : [])),
  );
  const problem = checkProblem(parts);
  return facetResult(
    {
      verdict: driftVerdict(live, record, problem),
      at,
      data: {
        live,
        lastCheck:
          record.lastCheck && toCheck(record.lastCheck, record.history),
        checking: record.checking,
        nextCheckAt: record.nextCheckAt?.toISOString(),
        state: observedState(bound),
        history: record.history.map(toPeriod),
      },
      problem,
    },
    now,
  );
}

function driftVerdict(
  live: DriftFinding[],
  record: DriftCheckRecord,
  problem: Problem | undefined,
): Verdict {
  const findings = record.lastCheck?.findings ?? [];
  // A check of an earlier state does not accuse the present one.
  const accused = !isOutdated(problem) && findings.some(needsAttention);
  if (live.some(needsAttention) || accused) {
    return 'attention';
  }
  return problem ? 'unknown' : 'healthy';
}

function observedState({ snapshot }: BoundFacts): Drift['state'] {
  const { serial, lineage } = snapshot?.assessment ?? {};
  return serial !== undefined && lineage ? { serial, lineage } : undefined;
}

function rulesOf({ ignore = [], record }: DriftParts): DriftIgnoreRule[] {
  return [...ignore, ...(record.lastCheck?.rules ?? [])];
}

// Rules are applied at each view, so that one that expires counts no more from that moment on.
function withIgnored(parts: DriftParts): DriftCheckRecord {
  const { record, now } = parts;
  const { lastCheck } = record;
  return {
    ...record,
    lastCheck: lastCheck && {
      ...lastCheck,
      findings: applyIgnoreRules(lastCheck.findings, rulesOf(parts), now),
    },
  };
}

function isOutdated(problem: Problem | undefined): boolean {
  return problem?.code === 'check-pending';
}

function checkProblem(parts: DriftParts): Problem | undefined {
  const { bound, observed, record, interval, now } = parts;
  const { lastCheck } = record;
  if (record.interrupted) {
    return pending(
      'The last full drift check was interrupted: the portal’s process ended while it ran',
    );
  }
  if (record.problem) {
    return record.problem;
  }
  if (!lastCheck) {
    return pending('No full drift check was made of this stack yet');
  }
  const serial = bound.snapshot?.assessment.serial;
  if (lastCheck.serial !== serial) {
    return pending('The stack was applied since the last full drift check');
  }
  if (now.getTime() - Date.parse(lastCheck.checkedAt) > 2 * interval) {
    return pending('The last full drift check is overdue');
  }
  if (!lastCheck.complete) {
    return {
      code: 'terraform-failed',
      message: partMessage(lastCheck),
      remedy:
        'Look into the portal’s log for what AWS refused, then check again',
    };
  }
  return (
    bound.problem ??
    observed.find(({ answer }) => answer.problem)?.answer.problem
  );
}

function partMessage({ unread = [] }: StoredCheck): string {
  const what = 'The last full drift check could read only a part of the stack';
  return unread.length > 0
    ? `${what}: ${unread.length} resources were not read`
    : what;
}

function pending(message: string): Problem {
  return {
    code: 'check-pending',
    message,
    remedy: 'Check now, or wait for the next scheduled check',
  };
}

function toCheck(
  check: StoredCheck,
  history: readonly StoredPeriod[],
): DriftCheck {
  const {
    serial: _serial,
    rules: _rules,
    entityRef: _entityRef,
    findings,
    ...rest
  } = check;
  const began = new Map(
    history
      .filter(({ ended }) => !ended)
      .map(period => [findingId(period), period.began.toISOString()]),
  );
  return {
    ...rest,
    findings: findings.map(finding => ({
      ...finding,
      firstSeen: began.get(findingId(finding)),
    })),
  };
}

function toPeriod(period: StoredPeriod): DriftPeriod {
  return {
    ...period,
    began: period.began.toISOString(),
    lastSeen: period.lastSeen.toISOString(),
    ended: period.ended?.toISOString(),
  };
}
