import { z } from 'zod';
import { facetResultSchema } from './facet';

/** @public */
export const rolloutStateSchema = z.enum([
  'in-progress',
  'completed',
  'failed',
  'rolled-back',
  'unknown',
]);

/**
 * The last rollout of an ECS service, told by ECS itself. A rollout that failed and was rolled back stays
 * `rolled-back`, however healthy the earlier revision is.
 *
 * @public
 */
export const rolloutSchema = z.object({
  state: rolloutStateSchema,
  /** ECS's own words, as they are. */
  reason: z.string().optional(),
  failedTasks: z.number().int(),
  startedAt: z.string().optional(),
  updatedAt: z.string().optional(),
});

/** @public */
export type Rollout = z.infer<typeof rolloutSchema>;

/** @public */
export const deployedServiceSchema = z.object({
  name: z.string(),
  cluster: z.string(),
  /** ECS service status: `ACTIVE`, `DRAINING` or `INACTIVE`. */
  status: z.string(),
  counts: z.object({
    running: z.number().int(),
    pending: z.number().int(),
    desired: z.number().int(),
  }),
  /** Family and revision, for example `slipway-orders:3`. */
  taskDefinition: z.string(),
  /** False until a first image was released: the stack exists, nothing can run yet. */
  released: z.boolean(),
  containers: z.array(
    z.object({
      name: z.string(),
      image: z.string(),
      /** Digest of the image that runs, `sha256:…`; absent while nothing runs. */
      digest: z.string().optional(),
    }),
  ),
  rollout: rolloutSchema.optional(),
  /** Newest first. */
  events: z.array(z.object({ at: z.string(), message: z.string() })),
  /** The service in the AWS console; absent for an emulator. */
  consoleUrl: z.string().optional(),
});

/** @public */
export type DeployedService = z.infer<typeof deployedServiceSchema>;

/** @public */
export const deploymentsSchema = z.object({
  services: z.array(deployedServiceSchema),
});

/** @public */
export type Deployments = z.infer<typeof deploymentsSchema>;

/** @public */
export const deploymentsResultSchema = facetResultSchema(deploymentsSchema);
