import { z } from 'zod';
import { problemSchema } from '../problem';
import { facetResultSchema } from './facet';

/**
 * Why a service is not measured, or not in full. One entry per cause that a person would mend differently.
 *
 * @public
 */
export const metricsDiagnosisCauseSchema = z.enum([
  'registry-missing',
  'endpoint-not-exposed',
  'endpoint-missing',
  'endpoint-empty',
  'endpoint-guarded',
  'endpoint-failing',
  'wrong-port',
  'network',
  'not-metrics',
  'limit-exceeded',
  'scrape-failed',
  'not-discovered',
  'relabelled-away',
  'label-missing',
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
  /** Where in the service's repository that is done: files that were seen there. Empty means anywhere in it. */
  files: z.array(z.string()),
  /** Where Prometheus is told what to scrape, for what is mended there. Always https; absent where config does not name it. */
  scrapeConfigUrl: z.string().optional(),
});

/** @public */
export type MetricsDiagnosis = z.infer<typeof metricsDiagnosisSchema>;

/**
 * Values at equal distances in time, oldest first. `null` is a gap: nothing was measured, which is not zero.
 *
 * @public
 */
export const metricsPointsSchema = z.array(z.number().nullable());

/**
 * The last hour in short, for a sparkline.
 *
 * @public
 */
export const metricsTrendSchema = z.object({
  /** Time of the first point. */
  from: z.string(),
  stepSeconds: z.number().int(),
  requestRate: metricsPointsSchema,
  errorRatio: metricsPointsSchema,
  latencyP95: metricsPointsSchema,
});

/** @public */
export type MetricsTrend = z.infer<typeof metricsTrendSchema>;

/**
 * An alert that Prometheus raises for the service, or a rule that could and does not.
 *
 * @public
 */
export const metricsAlertSchema = z.object({
  name: z.string(),
  state: z.enum(['firing', 'pending', 'inactive']),
  /** Absent while inactive. */
  since: z.string().optional(),
  severity: z.string().optional(),
  summary: z.string().optional(),
  /** Always https. */
  runbookUrl: z.string().optional(),
});

/** @public */
export type MetricsAlert = z.infer<typeof metricsAlertSchema>;

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
  trend: metricsTrendSchema.optional(),
  /** Firing first; absent where Prometheus did not tell. */
  alerts: z.array(metricsAlertSchema).optional(),
  /** Why alerts or targets could not be read, beside numbers that could. */
  sourceProblem: problemSchema.optional(),
  /** What keeps the service from being measured, the cause first. */
  diagnoses: z.array(metricsDiagnosisSchema).optional(),
});

/** @public */
export type Metrics = z.infer<typeof metricsSchema>;

/** @public */
export const metricsResultSchema = facetResultSchema(metricsSchema);
