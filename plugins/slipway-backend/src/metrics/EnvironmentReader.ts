import { type LoggerService } from '@backstage/backend-plugin-api';
import { AnswerCache, type Answer } from '../cache';
import { notConfigured } from './notConfigured';
import {
  type AlertingRule,
  type PrometheusClient,
  type Targets,
} from './PrometheusClient';

const TTL_MS = 15_000;
// Some megabytes an environment at most.
const MAX_ENVIRONMENTS = 50;

type EnvironmentKey = { environment: string };

/**
 * Reads what Prometheus says of an environment as a whole, once for all services in it: whoever is given it takes the part
 * of one service.
 */
export class EnvironmentReader {
  readonly #rules: AnswerCache<EnvironmentKey, AlertingRule[]>;
  readonly #targets: AnswerCache<EnvironmentKey, Targets>;

  static create(options: {
    /** `undefined` where the environment has no Prometheus. */
    clientOf: (environment: string) => PrometheusClient | undefined;
    logger: LoggerService;
  }): EnvironmentReader {
    return new EnvironmentReader(options);
  }

  private constructor(options: {
    clientOf: (environment: string) => PrometheusClient | undefined;
    logger: LoggerService;
  }) {
    const clientOf = ({ environment }: EnvironmentKey) => {
      const client = options.clientOf(environment);
      if (!client) {
        throw notConfigured(environment);
      }
      return client;
    };
    const common = {
      keyOf: ({ environment }: EnvironmentKey) => environment,
      ttl: TTL_MS,
      max: MAX_ENVIRONMENTS,
      logger: options.logger,
    };
    this.#rules = AnswerCache.create({
      ...common,
      subject: 'the alerts of an environment',
      load: async key => clientOf(key).alertingRules(),
    });
    this.#targets = AnswerCache.create({
      ...common,
      subject: 'the targets of an environment',
      load: async key => clientOf(key).targets(),
    });
  }

  async alertingRules(environment: string): Promise<Answer<AlertingRule[]>> {
    return this.#rules.get({ environment });
  }

  async targets(environment: string): Promise<Answer<Targets>> {
    return this.#targets.get({ environment });
  }
}
