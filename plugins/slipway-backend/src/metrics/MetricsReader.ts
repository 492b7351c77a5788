import { type LoggerService } from '@backstage/backend-plugin-api';
import { AnswerCache, type Answer } from '../cache';
import { type MeasuredNumbers, metricsModel } from './metricsModel';
import {
  errorRatioQuery,
  latencyQuery,
  requestRateQuery,
  SCRAPES,
} from './namedQueries';
import { type PrometheusClient } from './PrometheusClient';
import { notConfigured } from './notConfigured';
import { TREND } from './ranges';

/** An ECS service whose metrics are asked for. */
export interface MetricsKey {
  environment: string;
  ecsService: string;
}

const REQUEST_RATE = requestRateQuery(TREND.window);
const ERROR_RATIO = errorRatioQuery(TREND.window);
const LATENCY_P95 = latencyQuery(0.95, TREND.window);

/**
 * Reads what the metrics facet shows of services: four queries for a service at most every few seconds. The numbers of now
 * are the last points of the trend, so the sparklines cost no query of their own.
 */
export class MetricsReader {
  readonly #cache: AnswerCache<MetricsKey, MeasuredNumbers>;
  readonly #clientOf: (environment: string) => PrometheusClient | undefined;

  static create(options: {
    /** `undefined` where the environment has no Prometheus. */
    clientOf: (environment: string) => PrometheusClient | undefined;
    logger: LoggerService;
  }): MetricsReader {
    return new MetricsReader(options);
  }

  private constructor(options: {
    clientOf: (environment: string) => PrometheusClient | undefined;
    logger: LoggerService;
  }) {
    this.#clientOf = options.clientOf;
    this.#cache = AnswerCache.create({
      subject: 'the metrics of a service',
      keyOf: key => `${key.environment}/${key.ecsService}`,
      load: key => this.#load(key),
      ttl: 10_000,
      logger: options.logger,
    });
  }

  async read(key: MetricsKey): Promise<Answer<MeasuredNumbers>> {
    return this.#cache.get(key);
  }

  async #load({
    environment,
    ecsService,
  }: MetricsKey): Promise<MeasuredNumbers> {
    const client = this.#clientOf(environment);
    if (!client) {
      throw notConfigured(environment);
    }
    const end = new Date();
    const [scrapes, requestRate, errorRatio, latencyP95] = await Promise.all([
      client.query(SCRAPES.for(ecsService)),
      client.queryRange(REQUEST_RATE.for(ecsService), TREND, end),
      client.queryRange(ERROR_RATIO.for(ecsService), TREND, end),
      client.queryRange(LATENCY_P95.for(ecsService), TREND, end),
    ]);
    return metricsModel({ scrapes, requestRate, errorRatio, latencyP95, end });
  }
}
