import { z } from 'zod';
import { problemSchema, type Problem } from '../problem';
import { verdictSchema, type Verdict } from '../verdict';

/**
 * One kind of truth about a service in an environment.
 *
 * @public
 */
export const facetNameSchema = z.enum([
  'deployments',
  'state',
  'drift',
  'scans',
  'metrics',
]);

/** @public */
export type FacetName = z.infer<typeof facetNameSchema>;

/**
 * A facet's answer. With `problem` beside `data` the data is stale: it is from `asOf` and could not be renewed.
 * Without `data` the verdict is always `unknown`.
 *
 * @public
 */
export type FacetResult<T> =
  | { verdict: Verdict; asOf: string; data: T; problem?: Problem }
  | { verdict: 'unknown'; problem: Problem };

/**
 * The schema of a {@link FacetResult} around the facet's own data.
 *
 * @public
 */
export function facetResultSchema<T extends z.ZodTypeAny>(dataSchema: T) {
  return z.union([
    z.object({
      verdict: verdictSchema,
      asOf: z.string(),
      data: dataSchema,
      problem: problemSchema.optional(),
    }),
    z.object({ verdict: z.literal('unknown'), problem: problemSchema }),
  ]);
}
