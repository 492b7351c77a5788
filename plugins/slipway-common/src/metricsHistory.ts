import { z } from 'zod';
import { metricsPointsSchema } from './facets';
import { problemSchema } from './problem';

/**
 * How far back a history of metrics goes. A caller chooses one of these, never a step or a query.
 *
 * @public
 */
export const metricsRangeSchema = z.enum(['1h', '6h', '24h', '7d']);

/** @public */
export type MetricsRange = z.infer<typeof metricsRangeSchema>;

/**
 * What the numbers of a chart are: `ratio` is 0 to 1.
 *
 * @public
 */
export const metricsUnitSchema = z.enum([
  'requests-per-second',
  'ratio',
  'seconds',
  'bytes',
  'count',
]);

/** @public */
export type MetricsUnit = z.infer<typeof metricsUnitSchema>;

/** @public */
export const metricsChartSchema = z.object({
  id: z.string(),
  title: z.string(),
  unit: metricsUnitSchema,
  /** What was asked, with the service's label in every selector. */
  queries: z.array(z.string()),
  series: z.array(z.object({ name: z.string(), points: metricsPointsSchema })),
  /** Series that were answered and are not among `series`, because there are too many. */
  omittedSeries: z.number().int().optional(),
  /** Why a query of the chart has no answer. */
  problem: problemSchema.optional(),
});

/** @public */
export type MetricsChart = z.infer<typeof metricsChartSchema>;

/**
 * The charts of a service: `GET …/environments/:environment/metrics?range=1h`. Every series has a point at `from` and
 * then one each `stepSeconds` until `to`.
 *
 * @public
 */
export const metricsHistorySchema = z.object({
  range: metricsRangeSchema,
  from: z.string(),
  to: z.string(),
  stepSeconds: z.number().int(),
  charts: z.array(metricsChartSchema),
});

/** @public */
export type MetricsHistory = z.infer<typeof metricsHistorySchema>;

/**
 * A history, with `problem` when it could not be renewed; or the problem alone.
 *
 * @public
 */
export const metricsHistoryResultSchema = z.union([
  z.object({
    asOf: z.string(),
    data: metricsHistorySchema,
    problem: problemSchema.optional(),
  }),
  z.object({ problem: problemSchema }),
]);

/** @public */
export type MetricsHistoryResult = z.infer<typeof metricsHistoryResultSchema>;
