import { z } from 'zod';

/**
 * Why a facet has no (fresh) answer. One entry per cause that a person would mend differently.
 *
 * @public
 */
export const problemCodeSchema = z.enum([
  'access-denied',
  'credentials-invalid',
  'throttled',
  'unreachable',
  'timeout',
  'not-found',
  'environment-not-bootstrapped',
  'stack-not-provisioned',
  'no-state',
  'state-damaged',
  'state-too-large',
  'not-bound',
  'annotation-invalid',
  'not-configured',
  'not-released',
  'terraform-missing',
  'terraform-failed',
  'check-pending',
  'unexpected-answer',
]);

/** @public */
export type ProblemCode = z.infer<typeof problemCodeSchema>;

/**
 * A typed reason why a facet has no (fresh) answer.
 *
 * @public
 */
export const problemSchema = z.object({
  code: problemCodeSchema,
  /** What happened, to what. */
  message: z.string(),
  /** What to do about it. */
  remedy: z.string(),
  /** The IAM action that was denied, for example `ecs:DescribeServices`. */
  missingAction: z.string().optional(),
});

/** @public */
export type Problem = z.infer<typeof problemSchema>;
