import { z } from 'zod';
import { AwsError } from '../proxy/AwsError';
import { parseInput } from './imageActions';
import { page, pagingSchema } from './paging';

const templateSchema = z.object({
  prefix: z
    .string()
    .regex(/^([a-z0-9]+(?:[._-][a-z0-9]+)*\/?)+$|^ROOT$/)
    .max(256),
  description: z.string().max(256).optional(),
  encryptionConfiguration: z
    .object({ encryptionType: z.string(), kmsKey: z.string().optional() })
    .optional(),
  resourceTags: z
    .array(z.object({ Key: z.string(), Value: z.string() }))
    .optional(),
  imageTagMutability: z.string().optional(),
  repositoryPolicy: z.string().optional(),
  lifecyclePolicy: z.string().optional(),
  appliedFor: z
    .array(z.enum(['PULL_THROUGH_CACHE', 'REPLICATION', 'CREATE_ON_PUSH']))
    .min(1),
  customRoleArn: z.string().optional(),
});

const namedSchema = templateSchema.pick({ prefix: true });

type Template = z.infer<typeof templateSchema> & {
  createdAt: Date;
  updatedAt: Date;
};

/** Repository creation templates of one registry, which moto does not know. Nothing here creates repositories on a pull. */
export class CreationTemplates {
  readonly #registryId: string;
  readonly #templates = new Map<string, Template>();

  private constructor(registryId: string) {
    this.#registryId = registryId;
  }

  static create(options: { registryId: string }): CreationTemplates {
    return new CreationTemplates(options.registryId);
  }

  create(input: unknown): object {
    const template = parseInput(templateSchema, input);
    if (template.resourceTags?.length && !template.customRoleArn) {
      throw new AwsError(
        'InvalidParameterException',
        'A custom role is required where a template sets resource tags',
      );
    }
    if (this.#templates.has(template.prefix)) {
      throw new AwsError(
        'TemplateAlreadyExistsException',
        `The repository creation template with prefix '${
          template.prefix
        }' already exists in the registry with id '${this.#registryId}'`,
      );
    }
    const now = new Date();
    return this.#keep({
      encryptionConfiguration: { encryptionType: 'AES256' },
      imageTagMutability: 'MUTABLE',
      ...template,
      createdAt: now,
      updatedAt: now,
    });
  }

  update(input: unknown): object {
    const change = parseInput(
      templateSchema.partial().required({ prefix: true }),
      input,
    );
    return this.#keep({
      ...this.#find(change.prefix),
      ...change,
      updatedAt: new Date(),
    });
  }

  /** A named template that is not there is left out, not an error. */
  describe(input: unknown): object {
    const request = parseInput(
      pagingSchema.extend({ prefixes: z.array(z.string()).optional() }),
      input,
    );
    const { prefixes } = request;
    const { items, nextToken } = page(
      [...this.#templates.values()].filter(
        ({ prefix }) => !prefixes || prefixes.includes(prefix),
      ),
      request,
    );
    return {
      registryId: this.#registryId,
      repositoryCreationTemplates: items,
      nextToken,
    };
  }

  delete(input: unknown): object {
    const template = this.#find(parseInput(namedSchema, input).prefix);
    this.#templates.delete(template.prefix);
    return this.#answer(template);
  }

  #keep(template: Template): object {
    this.#templates.set(template.prefix, template);
    return this.#answer(template);
  }

  #find(prefix: string): Template {
    const template = this.#templates.get(prefix);
    if (!template) {
      throw new AwsError(
        'TemplateNotFoundException',
        `The repository creation template with prefix '${prefix}' does not exist in the registry with id '${
          this.#registryId
        }'`,
      );
    }
    return template;
  }

  #answer(repositoryCreationTemplate: Template): object {
    return { registryId: this.#registryId, repositoryCreationTemplate };
  }
}
