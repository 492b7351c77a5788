import { z } from 'zod';
import {
  PrometheusConnection,
  type PrometheusSettings,
} from './PrometheusConnection';
import { type RangeSettings } from './ranges';

const labelsSchema = z.record(z.string(), z.string());
const sampleSchema = z.tuple([z.number(), z.string()]);

const vectorSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('vector'),
    result: z.array(z.object({ metric: labelsSchema, value: sampleSchema })),
  }),
});

const matrixSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    // Native histograms come without `values`.
    result: z.array(
      z.object({
        metric: labelsSchema,
        values: z.array(sampleSchema).default([]),
      }),
    ),
  }),
});

const targetsSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    activeTargets: z.array(
      z.object({
        discoveredLabels: labelsSchema,
        labels: labelsSchema,
        lastError: z.string().default(''),
      }),
    ),
    droppedTargets: z
      .array(z.object({ discoveredLabels: labelsSchema }))
      .nullish()
      .transform(dropped => dropped ?? []),
  }),
});

const alertSchema = z.object({
  labels: labelsSchema,
  annotations: labelsSchema.default({}),
  state: z.enum(['firing', 'pending', 'inactive']),
  activeAt: z.string(),
});

const rulesSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            name: z.string(),
            labels: labelsSchema.default({}),
            alerts: z
              .array(alertSchema)
              .nullish()
              .transform(alerts => alerts ?? []),
          }),
        ),
      }),
    ),
  }),
});

/** One series of an instant query. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** One series of a range query, with a point for each step: `null` where there is no number. */
export interface RangeSeries {
  labels: Record<string, string>;
  points: (number | null)[];
}

/** What Prometheus scrapes, and what it found and was told not to scrape. */
export interface Targets {
  active: {
    /** Before relabelling. */
    discoveredLabels: Record<string, string>;
    labels: Record<string, string>;
    /** Empty where the last scrape went well. */
    lastError: string;
  }[];
  dropped: { discoveredLabels: Record<string, string> }[];
}

/** A rule that raises alerts, and those that it raises now. */
export type AlertingRule = z.infer<
  typeof rulesSchema
>['data']['groups'][number]['rules'][number];

/**
 * The calls to Prometheus that Slipway makes, and no other. Queries come from {@link ServiceQuery}.
 */
export class PrometheusClient {
  readonly #connection: PrometheusConnection;

  static create(options: {
    settings: PrometheusSettings;
    /** Its name. */
    environment: string;
  }): PrometheusClient {
    return new PrometheusClient(PrometheusConnection.create(options));
  }

  private constructor(connection: PrometheusConnection) {
    this.#connection = connection;
  }

  /** An instant query: `/api/v1/query`. */
  async query(promql: string): Promise<Sample[]> {
    const answer = await this.#connection.get('/api/v1/query', vectorSchema, {
      query: promql,
      timeout: `${this.#connection.timeoutSeconds}s`,
    });
    return answer.data.result.map(({ metric, value }) => ({
      labels: metric,
      value: Number(value[1]),
    }));
  }

  /**
   * A query over time: `/api/v1/query_range`.
   *
   * @param end - the moment of the last point
   */
  async queryRange(
    promql: string,
    range: RangeSettings,
    end: Date,
  ): Promise<RangeSeries[]> {
    const to = Math.floor(end.getTime() / 1000);
    const from = to - range.length;
    const answer = await this.#connection.get(
      '/api/v1/query_range',
      matrixSchema,
      {
        query: promql,
        start: String(from),
        end: String(to),
        step: String(range.step),
        timeout: `${this.#connection.timeoutSeconds}s`,
      },
    );
    return answer.data.result.map(({ metric, values }) => ({
      labels: metric,
      points: onGrid(values, from, range),
    }));
  }

  /** Every target: `/api/v1/targets`. */
  async targets(): Promise<Targets> {
    const { data } = await this.#connection.get(
      '/api/v1/targets',
      targetsSchema,
    );
    return { active: data.activeTargets, dropped: data.droppedTargets };
  }

  /** Every rule that raises alerts: `/api/v1/rules`. */
  async alertingRules(): Promise<AlertingRule[]> {
    const { data } = await this.#connection.get('/api/v1/rules', rulesSchema, {
      type: 'alert',
    });
    return data.groups.flatMap(({ rules }) => rules);
  }
}

// Prometheus leaves out the steps at which there is nothing; NaN and infinities are no numbers either.
function onGrid(
  values: readonly (readonly [number, string])[],
  from: number,
  { length, step }: RangeSettings,
): (number | null)[] {
  const points: (number | null)[] = Array.from(
    { length: Math.floor(length / step) + 1 },
    () => null,
  );
  for (const [time, text] of values) {
    const index = Math.round((time - from) / step);
    const value = Number(text);
    if (index >= 0 && index < points.length && Number.isFinite(value)) {
      points[index] = value;
    }
  }
  return points;
}
