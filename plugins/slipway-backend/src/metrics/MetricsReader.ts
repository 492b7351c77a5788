import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Metrics } from '@slipway/plugin-slipway-common';
import { AnswerCache, type Answer } from '../cache';
import { ProblemError } from '../problems';
import { metricsModel } from './metricsModel';
import { type ActiveTarget, type PrometheusClient } from './PrometheusClient';
import { queriesFor } from './promql';

/** An ECS service whose metrics are asked for. */
export interface MetricsKey {
  environment: string;
  ecsService: string;
}

/** Reads the metrics of services: four queries for a service at most every few seconds. */
export class MetricsReader {
  readonly #cache: AnswerCache<MetricsKey, Metrics>;
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

  async read(key: MetricsKey): Promise<Answer<Metrics>> {
    return this.#cache.get(key);
  }

  async #load({ environment, ecsService }: MetricsKey): Promise<Metrics> {
    const client = this.#clientOf(environment);
    if (!client) {
      throw new ProblemError({
        code: 'not-configured',
        message: `Environment ${environment} has no Prometheus`,
        remedy: `Set slipway.environments.${environment}.prometheus.url`,
      });
    }
    const queries = queriesFor(ecsService);
    const [up, requestRate, errorRatio, latencyP95] = await Promise.all([
      client.query(queries.up),
      client.query(queries.requestRate),
      client.query(queries.errorRatio),
      client.query(queries.latencyP95),
    ]);
    // Every target of the environment is in the answer, so it is only asked for when there is something to explain.
    const someDown = up.some(sample => sample.value !== 1);
    const targets: ActiveTarget[] = someDown
      ? await client.activeTargets()
      : [];
    return metricsModel({
      up,
      requestRate,
      errorRatio,
      latencyP95,
      targets: targets.filter(
        ({ labels }) => labels.ecs_service === ecsService,
      ),
    });
  }
}
