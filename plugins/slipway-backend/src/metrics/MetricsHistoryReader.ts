import { type LoggerService } from '@backstage/backend-plugin-api';
import {
  type MetricsChart,
  type MetricsHistory,
  type MetricsRange,
} from '@slipway/plugin-slipway-common';
import { AnswerCache, type Answer } from '../cache';
import { problemOf } from '../problems';
import { type MetricsKey } from './MetricsReader';
import { type ChartQueries, namedCharts } from './namedQueries';
import { notConfigured } from './notConfigured';
import { type PrometheusClient } from './PrometheusClient';
import { RANGES } from './ranges';
import { seriesOf } from './seriesOf';

/** A service's history over a range. */
export interface MetricsHistoryKey extends MetricsKey {
  range: MetricsRange;
}

/** Options of {@link MetricsHistoryReader.create}. */
export interface MetricsHistoryReaderOptions {
  /** `undefined` where the environment has no Prometheus. */
  clientOf: (environment: string) => PrometheusClient | undefined;
  /** Charts from config, shown after those that every service has. */
  configured: readonly ChartQueries[];
  logger: LoggerService;
}

/** Reads the charts of services. Viewers of the same charts share what was read for as long as a point lasts. */
export class MetricsHistoryReader {
  readonly #cache: AnswerCache<MetricsHistoryKey, MetricsHistory>;
  readonly #options: MetricsHistoryReaderOptions;

  static create(options: MetricsHistoryReaderOptions): MetricsHistoryReader {
    return new MetricsHistoryReader(options);
  }

  private constructor(options: MetricsHistoryReaderOptions) {
    this.#options = options;
    this.#cache = AnswerCache.create({
      subject: 'the history of the metrics of a service',
      keyOf: key => `${key.environment}/${key.ecsService}/${key.range}`,
      load: key => this.#load(key),
      ttl: ({ range }) => RANGES[range].step * 1000,
      max: 300,
      logger: options.logger,
    });
  }

  async read(key: MetricsHistoryKey): Promise<Answer<MetricsHistory>> {
    return this.#cache.get(key);
  }

  async #load(key: MetricsHistoryKey): Promise<MetricsHistory> {
    const client = this.#options.clientOf(key.environment);
    if (!client) {
      throw notConfigured(key.environment);
    }
    const settings = RANGES[key.range];
    const end = new Date();
    const charts = await Promise.all(
      [...namedCharts(settings.window), ...this.#options.configured].map(
        chart => readChart({ chart, client, key, end }),
      ),
    );
    const failures = charts.flatMap(({ failure }) => failure ?? []);
    if (failures.length === charts.length) {
      // Nothing was answered: what was read before is worth more.
      throw failures[0];
    }
    return {
      range: key.range,
      from: new Date(end.getTime() - settings.length * 1000).toISOString(),
      to: end.toISOString(),
      stepSeconds: settings.step,
      charts: charts.map(({ chart }) => chart),
    };
  }
}

/** A chart fails alone, and a line of it does not take the others with it. */
async function readChart(options: {
  chart: ChartQueries;
  client: PrometheusClient;
  key: MetricsHistoryKey;
  end: Date;
}): Promise<{ chart: MetricsChart; failure?: unknown }> {
  const { client, key, end } = options;
  const { id, title, unit, queries } = options.chart;
  const lines = queries.map(({ name, query }) => ({
    name,
    promql: query.for(key.ecsService),
  }));
  const answers = await Promise.allSettled(
    lines.map(async ({ name, promql }) => ({
      name,
      series: await client.queryRange(promql, RANGES[key.range], end),
    })),
  );
  const failed = answers.find(answer => answer.status === 'rejected');
  return {
    chart: {
      id,
      title,
      unit,
      queries: lines.map(({ promql }) => promql),
      ...seriesOf(
        answers.flatMap(answer =>
          answer.status === 'fulfilled' ? answer.value : [],
        ),
      ),
      ...(failed && {
        problem: problemOf(failed.reason, `the chart ${title}`),
      }),
    },
    failure: failed?.reason,
  };
}
