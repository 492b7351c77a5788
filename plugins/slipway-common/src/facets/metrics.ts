import { z } from 'zod';
import { facetResultSchema } from './facet';

/**
 * Why a service is not measured, or not in full. One entry per cause that a person would mend differently.
 *
 * @public
 */
export const metricsDiagnosisCauseSchema = z.enum([
  'endpoint-missing',
  'endpoint-guarded',
  'endpoint-failing',
  'wrong-port',
  'network',
  'not-metrics',
  'limit-exceeded',
  'scrape-failed',
  'not-discovered',
  'fewer-targets-than-tasks',
  'no-request-yet',
  'healthy-but-blind',
]);

/** @public */
export type MetricsDiagnosisCause = z.infer<typeof metricsDiagnosisCauseSchema>;

/** @public */
export const metricsDiagnosisSchema = z.object({
  cause: metricsDiagnosisCauseSchema,
  /** What is seen, in a sentence. */
  message: z.string(),
  /** What to do about it, in a sentence. */
  fix: z.string(),
});

/** @public */
export type MetricsDiagnosis = z.infer<typeof metricsDiagnosisSchema>;

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
  /** What keeps the service from being measured, the cause first. */
  diagnoses: z.array(metricsDiagnosisSchema).optional(),
});

/** @public */
export type Metrics = z.infer<typeof metricsSchema>;

/** @public */
export const metricsResultSchema = facetResultSchema(metricsSchema);
