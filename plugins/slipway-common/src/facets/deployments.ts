import { z } from 'zod';
import { facetResultSchema } from './facet';
import { lifecycleHookSchema } from './lifecycleHook';

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
  /** ECS's own word, for example `ROLLBACK_SUCCESSFUL`; absent where ECS has none. */
  status: z.string().optional(),
  /**
   * Where it was read: `service-deployments` tell how a rollout ended. `deployments` (of services from before service
   * revisions) and `task-sets` (of CodeDeploy and external controllers) tell less.
   */
  toldBy: z
    .enum(['service-deployments', 'deployments', 'task-sets'])
    .optional(),
  /** ECS's own words, as they are. */
  reason: z.string().optional(),
  failedTasks: z.number().int(),
  /** Failed tasks that ECS counted, and how many make it give up; absent where ECS does not say or the breaker is off. */
  circuitBreaker: z
    .object({ failures: z.number().int(), threshold: z.number().int() })
    .optional(),
  /** The hook that makes it wait; a person's, where several do. Absent where it does not wait. */
  waitsAt: lifecycleHookSchema.optional(),
  startedAt: z.string().optional(),
  updatedAt: z.string().optional(),
  finishedAt: z.string().optional(),
});

/** @public */
export type Rollout = z.infer<typeof rolloutSchema>;

/**
 * What a known cause means, and what to do about it.
 *
 * @public
 */
export const diagnosisSchema = z.object({
  explanation: z.string(),
  fix: z.string(),
});

/** @public */
export type Diagnosis = z.infer<typeof diagnosisSchema>;

/**
 * Tasks that stopped for the same reason.
 *
 * @public
 */
export const taskFailureSchema = z.object({
  /** ECS's code, for example `EssentialContainerExited`. */
  stopCode: z.string().optional(),
  /** ECS's own words without ids, which differ from task to task. */
  reason: z.string(),
  /** The container that ended; absent where ECS stopped the whole task. */
  container: z.string().optional(),
  exitCode: z.number().int().optional(),
  count: z.number().int(),
  lastAt: z.string().optional(),
  /** Ids of the newest tasks, two at most. */
  examples: z.array(z.string()),
  /** Absent where the cause is not known. */
  diagnosis: diagnosisSchema.optional(),
});

/** @public */
export type TaskFailure = z.infer<typeof taskFailureSchema>;

/**
 * Events of a service that tell of the same failure.
 *
 * @public
 */
export const failureEventSchema = z.object({
  /** ECS's own words without ids. */
  message: z.string(),
  count: z.number().int(),
  lastAt: z.string(),
  diagnosis: diagnosisSchema.optional(),
});

/** @public */
export type FailureEvent = z.infer<typeof failureEventSchema>;

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
  /** Launch type or capacity providers, for example `FARGATE` or `FARGATE_SPOT (weight 3), FARGATE (base 1, weight 1)`. */
  capacity: z.string().optional(),
  /** Fargate's, for example `1.4.0`. */
  platformVersion: z.string().optional(),
  /** True for a daemon: ECS runs one task on each instance, and `desired` is their number. */
  daemon: z.boolean().optional(),
  /** Who rolls out: `ECS`, `CODE_DEPLOY` or `EXTERNAL`. */
  controller: z.string().optional(),
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
  /** Why the last rollout failed or fewer tasks run than desired, newest first; absent where all is well. */
  failures: z
    .object({
      tasks: z.array(taskFailureSchema),
      events: z.array(failureEventSchema),
    })
    .optional(),
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
