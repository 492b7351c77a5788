import { z } from 'zod';
import { type Problem, type ProblemCode } from './problem';

/**
 * The one-word conclusion of a facet or a service.
 *
 * @public
 */
export const verdictSchema = z.enum([
  'healthy',
  'progressing',
  'attention',
  'failing',
  'unknown',
]);

/** @public */
export type Verdict = z.infer<typeof verdictSchema>;

// Worst first. Unknown outranks progressing and healthy, so that what is not known never looks green.
const RANK: readonly Verdict[] = [
  'failing',
  'attention',
  'unknown',
  'progressing',
  'healthy',
];

/**
 * The verdict of a whole from the verdicts of its parts: the worst one, `unknown` when there is no part.
 *
 * @public
 */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return RANK.find(verdict => verdicts.includes(verdict)) ?? 'unknown';
}

// What is not set up, or belongs to no service that Slipway did not provision, is not missed.
const NOT_MISSED: ReadonlySet<ProblemCode> = new Set([
  'not-configured',
  'no-state',
]);

/**
 * The verdict of a service in an environment from its facets. A facet that has no data because there is nothing to know is left
 * out; one that is hidden or failed is not.
 *
 * @public
 */
export function facetsVerdict(
  results: readonly { verdict: Verdict; data?: unknown; problem?: Problem }[],
): Verdict {
  return worstVerdict(
    results
      .filter(
        ({ data, problem }) =>
          data !== undefined || !problem || !NOT_MISSED.has(problem.code),
      )
      .map(({ verdict }) => verdict),
  );
}
