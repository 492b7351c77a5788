import type { TargetHealth } from '../ecs/model';
import type { TargetGroup } from './TargetGroups';

/** What one health check found: a status code, or that there was no answer. */
export type ProbeResult = { code: number } | { failure: 'timeout' | 'refused' };

/** A target's health with the counts that decide about its next change. */
export interface TargetRecord {
  health: TargetHealth;
  registeredAt: Date;
  successes: number;
  failures: number;
}

/** Whether a status code lies within a matcher such as `200`, `200,302` or `200-299`. */
export function codeMatches(code: number, matcher: string): boolean {
  return matcher.split(',').some(part => {
    const [from, to = from] = part.split('-').map(Number);
    return code >= from && code <= to;
  });
}

function unhealthyReason(
  result: ProbeResult,
): Pick<TargetHealth, 'reason' | 'description'> {
  if ('code' in result) {
    return {
      reason: 'Target.ResponseCodeMismatch',
      description: `Health checks failed with these codes: [${result.code}]`,
    };
  }
  return result.failure === 'timeout'
    ? { reason: 'Target.Timeout', description: 'Request timed out' }
    : {
        reason: 'Target.FailedHealthChecks',
        description: 'Health checks failed',
      };
}

/** A target that was just registered. */
export function newTargetRecord(now: Date): TargetRecord {
  return {
    health: {
      state: 'initial',
      reason: 'Elb.RegistrationInProgress',
      description: 'Target registration is in progress',
    },
    registeredAt: now,
    successes: 0,
    failures: 0,
  };
}

/**
 * A target's health after one more check. Checks are more frequent here than on AWS, so that a laptop does not wait;
 * the thresholds are the target group's. Only a target that has never been healthy gets the target group's real time
 * (interval times threshold) before it is given up: a JVM starts no faster here.
 */
export function nextTargetHealth(
  record: TargetRecord,
  result: ProbeResult,
  at: { group: TargetGroup; now: Date },
): TargetRecord {
  const { group, now } = at;
  const { health, registeredAt } = record;
  const passed = 'code' in result && codeMatches(result.code, group.matcher);
  const next = {
    ...record,
    successes: passed ? record.successes + 1 : 0,
    failures: passed ? 0 : record.failures + 1,
  };
  if (passed) {
    const healthy =
      health.state === 'healthy' || next.successes >= group.healthyThreshold;
    return healthy ? { ...next, health: { state: 'healthy' } } : next;
  }
  const patience =
    health.state === 'initial'
      ? group.intervalSeconds * group.unhealthyThreshold * 1000
      : 0;
  if (
    next.failures >= group.unhealthyThreshold &&
    now.getTime() - registeredAt.getTime() >= patience
  ) {
    return {
      ...next,
      health: { state: 'unhealthy', ...unhealthyReason(result) },
    };
  }
  return health.state === 'initial'
    ? {
        ...next,
        health: {
          state: 'initial',
          reason: 'Elb.InitialHealthChecks',
          description: 'Initial health checks in progress',
        },
      }
    : next;
}
