import {
  DescribeRepositoriesCommand,
  type ECRClient,
  GetLifecyclePolicyCommand,
  type ImageDetail,
  paginateDescribeImages,
} from '@aws-sdk/client-ecr';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Problem } from '@slipway/plugin-slipway-common';
import { AnswerCache, type Answer } from '../cache';
import { callAws, ProblemError, problemOf } from '../problems';

const IMAGES_PER_PAGE = 1000;
const MINUTE = 60_000;

/** A repository of a registry in the environment's region. */
export interface RepositoryKey {
  environment: string;
  registryId: string;
  repository: string;
}

/** What is known of a repository. What could not be read has its reason in `problems`. */
export interface RepositoryFacts {
  tagMutability?: string;
  /** The lifecycle policy's text; absent also where there is none. */
  lifecyclePolicy?: string;
  /** Every image, in no order. */
  images?: ImageDetail[];
  problems: Problem[];
}

/**
 * Reads repositories, for the details of scans only: three calls, and one more for each thousand images. All pages are read
 * before anything is sorted, since ECR's order is not by date.
 */
export class RepositoryReader {
  readonly #cache: AnswerCache<RepositoryKey, RepositoryFacts>;
  readonly #clientOf: (environment: string) => ECRClient;

  static create(options: {
    clientOf: (environment: string) => ECRClient;
    logger: LoggerService;
  }): RepositoryReader {
    return new RepositoryReader(options);
  }

  private constructor(options: {
    clientOf: (environment: string) => ECRClient;
    logger: LoggerService;
  }) {
    this.#clientOf = options.clientOf;
    this.#cache = AnswerCache.create({
      subject: 'an image repository',
      keyOf: ({ environment, registryId, repository }) =>
        `${environment} ${registryId} ${repository}`,
      load: key => this.#load(key),
      ttl: ({ problems }) => (problems.length > 0 ? MINUTE / 4 : 2 * MINUTE),
      max: 100,
      logger: options.logger,
    });
  }

  async read(key: RepositoryKey): Promise<Answer<RepositoryFacts>> {
    return this.#cache.get(key);
  }

  async #load(key: RepositoryKey): Promise<RepositoryFacts> {
    const problems: Problem[] = [];
    const settle = async <T>(answer: Promise<T>): Promise<T | undefined> => {
      try {
        return await answer;
      } catch (error) {
        problems.push(problemOf(error, 'an image repository'));
        return undefined;
      }
    };
    const [tagMutability, lifecyclePolicy, images] = await Promise.all([
      settle(this.#tagMutability(key)),
      settle(this.#lifecyclePolicy(key)),
      settle(this.#images(key)),
    ]);
    return { tagMutability, lifecyclePolicy, images, problems };
  }

  async #tagMutability(key: RepositoryKey): Promise<string | undefined> {
    const { registryId, repository } = key;
    const answer = await this.#call(key, 'ecr:DescribeRepositories', client =>
      client.send(
        new DescribeRepositoriesCommand({
          registryId,
          repositoryNames: [repository],
        }),
      ),
    );
    return answer.repositories?.[0]?.imageTagMutability;
  }

  async #lifecyclePolicy(key: RepositoryKey): Promise<string | undefined> {
    const { registryId, repository } = key;
    try {
      const answer = await this.#call(key, 'ecr:GetLifecyclePolicy', client =>
        client.send(
          new GetLifecyclePolicyCommand({
            registryId,
            repositoryName: repository,
          }),
        ),
      );
      return answer.lifecyclePolicyText;
    } catch (error) {
      const cause = error instanceof ProblemError ? error.cause : undefined;
      if ((cause as Error)?.name === 'LifecyclePolicyNotFoundException') {
        return undefined;
      }
      throw error;
    }
  }

  async #images(key: RepositoryKey): Promise<ImageDetail[]> {
    const { registryId, repository } = key;
    return this.#call(key, 'ecr:DescribeImages', async client => {
      const images: ImageDetail[] = [];
      const pages = paginateDescribeImages(
        { client, pageSize: IMAGES_PER_PAGE },
        { registryId, repositoryName: repository },
      );
      for await (const page of pages) {
        images.push(...(page.imageDetails ?? []));
      }
      return images;
    });
  }

  async #call<T>(
    { environment, registryId, repository }: RepositoryKey,
    action: string,
    send: (client: ECRClient) => Promise<T>,
  ): Promise<T> {
    const subject = `the repository ${repository} of the registry ${registryId}`;
    return callAws({ action, subject, environment }, () =>
      send(this.#clientOf(environment)),
    );
  }
}
