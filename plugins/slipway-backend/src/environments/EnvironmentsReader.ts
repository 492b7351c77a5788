import { type LoggerService } from '@backstage/backend-plugin-api';
import { type EnvironmentSummary } from '@slipway/plugin-slipway-common';
import {
  type Environment,
  type StateStore,
} from '@slipway/plugin-slipway-node';
import { AnswerCache, type Answer } from '../cache';
import { callAws } from '../problems';

/** Which stacks of its own an environment has. */
type Provisioned = NonNullable<EnvironmentSummary['provisioned']>;

/** Tells which environments are configured and what they have: two calls to S3 for each at most every few seconds. */
export class EnvironmentsReader {
  readonly #environments: readonly Environment[];
  readonly #cache: AnswerCache<Environment, Provisioned>;

  static create(options: {
    environments: readonly Environment[];
    sourceOf: (environment: string) => Pick<StateStore, 'headState'>;
    logger: LoggerService;
  }): EnvironmentsReader {
    return new EnvironmentsReader(options);
  }

  private constructor(options: {
    environments: readonly Environment[];
    sourceOf: (environment: string) => Pick<StateStore, 'headState'>;
    logger: LoggerService;
  }) {
    this.#environments = options.environments;
    this.#cache = AnswerCache.create({
      subject: 'an environment',
      keyOf: ({ name }) => name,
      load: ({ name }) => loadProvisioned(name, options.sourceOf(name)),
      ttl: 10_000,
      logger: options.logger,
    });
  }

  async list(): Promise<EnvironmentSummary[]> {
    return Promise.all(
      this.#environments.map(async environment =>
        summary(environment, await this.#cache.get(environment)),
      ),
    );
  }
}

async function loadProvisioned(
  environment: string,
  source: Pick<StateStore, 'headState'>,
): Promise<Provisioned> {
  const has = async (kind: 'bootstrap' | 'platform') => {
    const head = await callAws(
      {
        action: 's3:GetObject',
        subject: `state of the stack ${kind}`,
        environment,
      },
      () => source.headState({ kind }),
    );
    return head !== undefined;
  };
  const [bootstrap, platform] = await Promise.all([
    has('bootstrap'),
    has('platform'),
  ]);
  return { bootstrap, platform };
}

function summary(
  { name, accountId, region }: Environment,
  { value, problem }: Answer<Provisioned>,
): EnvironmentSummary {
  // Before the bootstrap there is nobody to ask as: that is an answer, not a failure.
  if (problem?.code === 'environment-not-bootstrapped') {
    const provisioned = { bootstrap: false, platform: false };
    return { name, accountId, region, provisioned };
  }
  return { name, accountId, region, provisioned: value, problem };
}
