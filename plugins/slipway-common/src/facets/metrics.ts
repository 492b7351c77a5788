import { z } from 'zod';
import { facetResultSchema } from './facet';

/** @public */
export const metricsSchema = z.object({
  targets: z.object({
    up: z.number().int(),
    total: z.number().int(),
    /** Prometheus's own `lastError` texts, distinct. */
    errors: z.array(z.string()),
  }),
  /** Requests per second over the window; absent when no request was counted. */
  requestRate: z.number().optional(),
  /** 0 to 1. */
  errorRatio: z.number().optional(),
  /** Seconds. */
  latencyP95: z.number().optional(),
  /** The window of the rates, in seconds. */
  windowSeconds: z.number().int(),
});

/** @public */
export type Metrics = z.infer<typeof metricsSchema>;

/** @public */
export const metricsResultSchema = facetResultSchema(metricsSchema);
