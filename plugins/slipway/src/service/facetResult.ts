import {
  type FacetResult,
  type FacetResults,
  type Problem,
  type ProblemCode,
} from '@slipway/plugin-slipway-common';

// These say that a source could not be read again. Every other problem beside data explains data that is fresh.
const RENEWAL_FAILED: ReadonlySet<ProblemCode> = new Set([
  'access-denied',
  'credentials-invalid',
  'throttled',
  'unreachable',
  'timeout',
  'unexpected-answer',
]);

/** The facet's data, undefined when there is none. */
export function dataOf<T>(result: FacetResult<T>): T | undefined {
  return 'data' in result ? result.data : undefined;
}

/** When the facet's data was true, undefined when there is none. */
export function asOfOf(result: FacetResult<unknown>): string | undefined {
  return 'asOf' in result ? result.asOf : undefined;
}

/** True when there is data that could not be renewed. */
export function isStale(result: FacetResult<unknown>): boolean {
  return (
    'data' in result &&
    result.problem !== undefined &&
    RENEWAL_FAILED.has(result.problem.code)
  );
}

/** An answer with the reason why a newer one could not be had. What was healthy or progressed is no longer known to. */
export function withProblem<T>(
  previous: FacetResult<T> | undefined,
  problem: Problem,
): FacetResult<T> {
  if (!previous || !('data' in previous)) {
    return { verdict: 'unknown', problem };
  }
  const good = ['healthy', 'progressing'].includes(previous.verdict);
  return { ...previous, verdict: good ? 'unknown' : previous.verdict, problem };
}

/** True while a full drift check is queued or runs. */
export function isChecking({ drift }: Partial<FacetResults>): boolean {
  return drift !== undefined && dataOf(drift)?.checking === true;
}
