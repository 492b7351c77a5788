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
      z.object({ labels: labelsSchema, lastError: z.string().default('') }),
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

/** A target that Prometheus scrapes. */
export type ActiveTarget = z.infer<
  typeof targetsSchema
>['data']['activeTargets'][number];

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

  /** The targets that are scraped now: `/api/v1/targets`. */
  async activeTargets(): Promise<ActiveTarget[]> {
    const answer = await this.#connection.get(
      '/api/v1/targets',
      targetsSchema,
      { state: 'active' },
    );
    return answer.data.activeTargets;
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
