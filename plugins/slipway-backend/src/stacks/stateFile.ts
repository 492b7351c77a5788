import { z } from 'zod';

// `provider["registry.terraform.io/hashicorp/aws"]`, in a module or with an alias. Terraform drops a resource whose
// provider it cannot read, without a word, and plans to create it again.
const PROVIDER = /^(module\.[^ ]+\.)?provider\["[^"\s]+"\](\.[\w-]+)?$/;

const instanceSchema = z.object({
  index_key: z.union([z.string(), z.number()]).optional(),
  status: z.literal('tainted').optional(),
  deposed: z.string().optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
});

const resourceSchema = z.object({
  module: z.string().optional(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  name: z.string(),
  provider: z
    .string()
    .regex(PROVIDER, 'is not a provider that Terraform reads'),
  instances: z.array(instanceSchema),
});

/**
 * Terraform's state format 4, as far as Slipway reads it (`internal/states/statefile/version4.go`).
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
    .record(z.string(), z.object({ value: z.unknown() }))
    .nullish()
    .transform(outputs => outputs ?? {}),
  resources: z
    .array(resourceSchema)
    .nullish()
    .transform(resources => resources ?? []),
});

/** A parsed state. Never leaves the backend: it holds secrets in clear. */
export type StateFile = z.infer<typeof stateFileSchema>;

/** A resource of a {@link StateFile}. */
export type StateResource = StateFile['resources'][number];

/** Terraform's address of an instance, for example `module.x.aws_ecs_service.main[0]`. */
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
