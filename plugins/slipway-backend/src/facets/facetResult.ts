import {
  type FacetResult,
  type Problem,
  type Verdict,
} from '@slipway/plugin-slipway-common';

// Long enough for one throttled or lost renewal. After it a good verdict would be hearsay.
const GRACE_MS = 60_000;

/** What a {@link FacetResult} is made of. */
export interface FacetParts<T> {
  verdict: Verdict;
  /** When the oldest part of the data was read. */
  at: Date;
  data: T;
  problem?: Problem;
}

/**
 * Data as a facet's answer. Data that could not be renewed for a minute no longer vouches for a good verdict: it is shown,
 * as stale, with the verdict `unknown`.
 */
export function facetResult<T>(
  parts: FacetParts<T>,
  now: Date = new Date(),
): FacetResult<T> {
  const { verdict, at, data, problem } = parts;
  const stale =
    problem !== undefined && now.getTime() - at.getTime() > GRACE_MS;
  const good = verdict === 'healthy' || verdict === 'progressing';
  return {
    verdict: stale && good ? 'unknown' : verdict,
    asOf: at.toISOString(),
    data,
    ...(problem ? { problem } : {}),
  };
}

/** A facet that has no answer. */
export function facetProblem<T>(problem: Problem): FacetResult<T> {
  return { verdict: 'unknown', problem };
}

/** The older of two moments: an answer is as old as its oldest part. */
export function oldest(...moments: Date[]): Date {
  return new Date(Math.min(...moments.map(moment => moment.getTime())));
}
