import { z } from 'zod';
import { AwsError } from '../proxy/AwsError';
import { parseInput } from './imageActions';
import { page, pagingSchema } from './paging';

const prefixSchema = z
  .string()
  .regex(/^([a-z0-9]+(?:[._-][a-z0-9]+)*\/?)+$|^ROOT$/)
  .min(2)
  .max(30);

const createSchema = z.object({
  ecrRepositoryPrefix: prefixSchema,
  upstreamRegistryUrl: z.string().min(1),
  upstreamRegistry: z.string().optional(),
  upstreamRepositoryPrefix: z.string().optional(),
  credentialArn: z.string().optional(),
  customRoleArn: z.string().optional(),
});

type Rule = z.infer<typeof createSchema> & { createdAt: Date; updatedAt: Date };

/** Pull-through cache rules of one registry, which moto does not know. Rules only: nothing is ever pulled. */
export class PullThroughCacheRules {
  readonly #registryId: string;
  readonly #rules = new Map<string, Rule>();

  private constructor(registryId: string) {
    this.#registryId = registryId;
  }

  static create(options: { registryId: string }): PullThroughCacheRules {
    return new PullThroughCacheRules(options.registryId);
  }

  create(input: unknown): object {
    const rule = parseInput(createSchema, input);
    if (this.#rules.has(rule.ecrRepositoryPrefix)) {
      throw new AwsError(
        'PullThroughCacheRuleAlreadyExistsException',
        `A pull through cache rule already exists with repository prefix '${
          rule.ecrRepositoryPrefix
        }' in the registry with id '${this.#registryId}'`,
      );
    }
    const now = new Date();
    const stored = { ...rule, createdAt: now, updatedAt: now };
    this.#rules.set(rule.ecrRepositoryPrefix, stored);
    return this.#answer(stored);
  }

  update(input: unknown): object {
    const change = parseInput(
      createSchema
        .pick({ ecrRepositoryPrefix: true, credentialArn: true })
        .extend({ customRoleArn: z.string().optional() }),
      input,
    );
    const rule = this.#find(change.ecrRepositoryPrefix);
    const updated = { ...rule, ...change, updatedAt: new Date() };
    this.#rules.set(rule.ecrRepositoryPrefix, updated);
    return this.#answer(updated);
  }

  describe(input: unknown): object {
    const request = parseInput(
      pagingSchema.extend({
        ecrRepositoryPrefixes: z.array(z.string()).optional(),
      }),
      input,
    );
    const rules = request.ecrRepositoryPrefixes
      ? request.ecrRepositoryPrefixes.map(prefix => this.#find(prefix))
      : [...this.#rules.values()];
    const { items, nextToken } = page(rules, request);
    return {
      pullThroughCacheRules: items.map(rule => this.#answer(rule)),
      nextToken,
    };
  }

  delete(input: unknown): object {
    const { ecrRepositoryPrefix } = parseInput(
      z.object({ ecrRepositoryPrefix: z.string() }),
      input,
    );
    const rule = this.#find(ecrRepositoryPrefix);
    this.#rules.delete(ecrRepositoryPrefix);
    return this.#answer(rule);
  }

  #find(prefix: string): Rule {
    const rule = this.#rules.get(prefix);
    if (!rule) {
      throw new AwsError(
        'PullThroughCacheRuleNotFoundException',
        `A pull through cache rule with repository prefix '${prefix}' does not exist in the registry with id '${
          this.#registryId
        }'`,
      );
    }
    return rule;
  }

  #answer(rule: Rule): object {
    return { ...rule, registryId: this.#registryId };
  }
}
