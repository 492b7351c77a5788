import { type LoggerService } from '@backstage/backend-plugin-api';
import {
  type ReleaseRecord,
  type RolloutOverride,
} from '@slipway/plugin-slipway-common';
import { type StateStore } from '@slipway/plugin-slipway-node';
import { AnswerCache, type Answer } from '../cache';
import { callAws } from '../problems';

type StackOfEnvironment = { environment: string; stack: string };

/** The method of {@link @slipway/plugin-slipway-node#StateStore} that this needs. */
type OverrideSource = Pick<StateStore, 'readOverride'>;

/** Reads who let a rollout continue against the policy: one call to S3 a minute for a stack that is looked at. */
export class OverrideReader {
  readonly #cache: AnswerCache<
    StackOfEnvironment,
    { override?: RolloutOverride }
  >;

  static create(options: {
    sourceOf: (environment: string) => OverrideSource;
    logger: LoggerService;
  }): OverrideReader {
    return new OverrideReader(options);
  }

  private constructor(options: {
    sourceOf: (environment: string) => OverrideSource;
    logger: LoggerService;
  }) {
    const { sourceOf, logger } = options;
    this.#cache = AnswerCache.create({
      subject: 'the last override of a stack',
      keyOf: ({ environment, stack }) => `${environment}/${stack}`,
      load: async ({
        environment,
        stack,
      }): Promise<{ override?: RolloutOverride }> => ({
        override: await callAws(
          {
            action: 's3:GetObject',
            subject: `the last override of the stack ${stack}`,
            environment,
          },
          () =>
            sourceOf(environment).readOverride({
              kind: 'service',
              name: stack,
            }),
        ),
      }),
      ttl: 60_000,
      logger,
    });
  }

  async read(
    key: StackOfEnvironment,
  ): Promise<Answer<{ override?: RolloutOverride }>> {
    return this.#cache.get(key);
  }
}

/**
 * An override that still stands: no release came after it. Where nobody wrote a release down, it stands while an image of it is
 * deployed.
 */
export function standingOverride(
  override: RolloutOverride | undefined,
  deployed: { release?: ReleaseRecord; images: readonly string[] },
): RolloutOverride | undefined {
  const { release, images } = deployed;
  const stands = release
    ? override &&
      Date.parse(override.decidedAt) > Date.parse(release.releasedAt)
    : override?.images.some(image => images.includes(image));
  return stands ? override : undefined;
}
