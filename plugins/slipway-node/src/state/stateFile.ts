import { z } from 'zod';

// `provider["registry.terraform.io/hashicorp/aws"]`, in a module or with an alias. Terraform drops a resource whose
// provider it cannot read, without a word, and plans to create it again.
const PROVIDER =
  /^(module\.[^ ]+\.)?provider\["[a-z0-9.-]+(:\d+)?\/[a-z0-9][\w-]*\/[a-z0-9][\w-]*"\](\.[\w-]+)?$/i;

// Providers count their schemas up by one in years; the AWS provider has not reached 10. Terraform refuses to plan with a
// number that is higher than its provider's.
const MAX_SCHEMA_VERSION = 50;

// The attributes that mean the same in every resource of the AWS provider and that Slipway reads. Terraform cannot decode a
// resource with an attribute of another type. A provider outside of AWS may have its own idea of `tags` and is left alone.
const attributesSchema = z
  .object({
    id: z.string().nullish(),
    arn: z.string().nullish(),
    name: z.string().nullish(),
    desired_count: z.number().nullish(),
    task_definition: z.string().nullish(),
    container_definitions: z.string().nullish(),
  })
  .passthrough();

const instanceSchema = z.object({
  index_key: z.union([z.string(), z.number()]).optional(),
  status: z.literal('tainted').optional(),
  deposed: z.string().optional(),
  schema_version: z.number().int().min(0).max(MAX_SCHEMA_VERSION).optional(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
  // Paths to what Terraform knows to be secret: `[[{ type: 'get_attr', value: 'password' }]]`.
  sensitive_attributes: z.array(z.unknown()).nullish(),
});

const resourceSchema = z
  .object({
    module: z.string().optional(),
    mode: z.enum(['managed', 'data']),
    type: z.string().min(1),
    name: z.string().min(1),
    provider: z
      .string()
      .regex(PROVIDER, 'is not a provider that Terraform reads'),
    instances: z.array(instanceSchema),
  })
  .superRefine((resource, context) => {
    if (resource.mode !== 'managed' || !resource.type.startsWith('aws_')) {
      return;
    }
    for (const [index, { attributes }] of resource.instances.entries()) {
      const parsed = attributesSchema.safeParse(attributes ?? {});
      for (const issue of parsed.error?.issues ?? []) {
        context.addIssue({
          code: 'custom',
          path: ['instances', index, 'attributes', ...issue.path],
          message: 'has another type than the AWS provider gives it',
        });
      }
    }
  });

// Terraform writes each output with its type: `"string"`, or `["object", {…}]`.
const outputSchema = z.object({
  value: z.unknown(),
  type: z.union([
    z.enum(['string', 'number', 'bool', 'dynamic']),
    z.array(z.unknown()).min(1),
  ]),
});

/**
 * Terraform's state format 4, as far as Slipway reads it (`internal/states/statefile/version4.go`).
 *
 * @public
 */
export const stateFileSchema = z.object({
  version: z.literal(4),
  terraform_version: z
    .string()
    .regex(/^\d+\.\d+\.\d+/, 'is not a version')
    .optional(),
  serial: z.number().int().nonnegative().default(0),
  lineage: z.string().optional(),
  outputs: z
    .record(z.string(), outputSchema)
    .nullish()
    .transform(outputs => outputs ?? {}),
  resources: z
    .array(resourceSchema)
    .nullish()
    .transform(resources => resources ?? []),
});

/** A parsed state. Never leaves the backend: it holds secrets in clear. @public */
export type StateFile = z.infer<typeof stateFileSchema>;

/** A resource of a {@link StateFile}. @public */
export type StateResource = StateFile['resources'][number];

/** Terraform's address of an instance, for example `module.x.aws_ecs_service.main[0]`. @public */
export function addressOf(
  resource: StateResource,
  indexKey?: string | number,
): string {
  const parts = [
    resource.module,
    resource.mode === 'data' ? 'data' : undefined,
    resource.type,
    resource.name,
  ];
  const address = parts.filter(part => part !== undefined).join('.');
  return indexKey === undefined
    ? address
    : `${address}[${JSON.stringify(indexKey)}]`;
}
