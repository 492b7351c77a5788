import { z } from 'zod';
import type { InternalClient } from '../client/InternalClient';
import { AwsError } from '../proxy/AwsError';

const repositorySchema = z.object({
  repositoryName: z.string(),
  repositoryArn: z.string(),
  imageTagMutability: z.string().default('MUTABLE'),
  imageScanningConfiguration: z
    .object({ scanOnPush: z.boolean().default(false) })
    .default({ scanOnPush: false }),
});

const scanningSchema = z.object({
  scanningConfiguration: z
    .object({
      rules: z
        .array(
          z.object({
            scanFrequency: z.string(),
            repositoryFilters: z.array(z.object({ filter: z.string() })),
          }),
        )
        .default([]),
    })
    .optional(),
});

/** The settings of a repository that decide what a push does. */
export interface RepositorySettings {
  immutableTags: boolean;
  scanOnPush: boolean;
}

/** Reads repositories and registry settings from moto, which keeps them. */
export class Repositories {
  readonly #client: InternalClient;
  readonly #registryId: string;

  private constructor(client: InternalClient, registryId: string) {
    this.#client = client;
    this.#registryId = registryId;
  }

  static create(options: {
    client: InternalClient;
    registryId: string;
  }): Repositories {
    return new Repositories(options.client, options.registryId);
  }

  /** Settings of a repository. Throws `RepositoryNotFoundException`. */
  async settings(region: string, name: string): Promise<RepositorySettings> {
    const all = await this.#describe(region);
    const repository = all.find(entry => entry.repositoryName === name);
    if (!repository) {
      throw new AwsError(
        'RepositoryNotFoundException',
        `The repository with name '${name}' does not exist in the registry with id '${
          this.#registryId
        }'`,
      );
    }
    return {
      immutableTags: repository.imageTagMutability.startsWith('IMMUTABLE'),
      scanOnPush:
        repository.imageScanningConfiguration.scanOnPush ||
        (await this.#scansByRule(region, name)),
    };
  }

  /** The text of a repository's lifecycle policy; `undefined` where it has none. */
  async lifecyclePolicy(
    region: string,
    repositoryName: string,
  ): Promise<string | undefined> {
    try {
      const answer = await this.#client.json(
        { service: 'ecr', region, action: 'GetLifecyclePolicy' },
        { repositoryName },
      );
      return z
        .object({ lifecyclePolicyText: z.string().optional() })
        .parse(answer).lifecyclePolicyText;
    } catch (error) {
      if (String(error).includes('LifecyclePolicyNotFoundException')) {
        return undefined;
      }
      throw error;
    }
  }

  async #describe(region: string) {
    const answer = await this.#client.json(
      { service: 'ecr', region, action: 'DescribeRepositories' },
      {},
    );
    return z.object({ repositories: z.array(repositorySchema) }).parse(answer)
      .repositories;
  }

  async #scansByRule(region: string, name: string): Promise<boolean> {
    const answer = await this.#client.json(
      { service: 'ecr', region, action: 'GetRegistryScanningConfiguration' },
      {},
    );
    const rules = scanningSchema.parse(answer).scanningConfiguration?.rules;
    return (rules ?? []).some(
      rule =>
        rule.scanFrequency !== 'MANUAL' &&
        rule.repositoryFilters.some(({ filter }) =>
          matchesFilter(filter, name),
        ),
    );
  }
}

/** ECR's repository filters: `*` stands for any characters; a filter without one matches names that contain it. */
export function matchesFilter(filter: string, name: string): boolean {
  if (!filter.includes('*')) {
    return name.includes(filter);
  }
  const pattern = filter
    .split('*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`).test(name);
}
