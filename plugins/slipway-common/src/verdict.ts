import { z } from 'zod';

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
