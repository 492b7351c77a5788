import { z } from 'zod';
import { problemSchema } from './problem';

/**
 * An environment as a person sees it: `GET /environments`.
 *
 * @public
 */
export const environmentSummarySchema = z.object({
  name: z.string(),
  accountId: z.string(),
  region: z.string(),
  /** Which stacks of its own the environment has; absent when that could not be read. */
  provisioned: z
    .object({ bootstrap: z.boolean(), platform: z.boolean() })
    .optional(),
  problem: problemSchema.optional(),
});

/** @public */
export type EnvironmentSummary = z.infer<typeof environmentSummarySchema>;

/** @public */
export const environmentsResponseSchema = z.object({
  environments: z.array(environmentSummarySchema),
});

/** @public */
export type EnvironmentsResponse = z.infer<typeof environmentsResponseSchema>;
