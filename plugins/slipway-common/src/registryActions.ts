import { z } from 'zod';
import {
  deploymentsResultSchema,
  failureEventSchema,
  rolloutSchema,
  taskFailureSchema,
} from './facets';
import { problemSchema } from './problem';
import { verdictSchema } from './verdict';

/**
 * What the registry action `get-ecs-deployment-status` answers.
 *
 * @public
 */
export const ecsDeploymentStatusSchema = z.object({
  entityRef: z.string(),
  /** Absent for a service that Slipway did not provision. */
  stack: z.string().optional(),
  environments: z.array(
    z.object({ environment: z.string(), deployments: deploymentsResultSchema }),
  ),
});

/** @public */
export type EcsDeploymentStatus = z.infer<typeof ecsDeploymentStatusSchema>;

/**
 * What the registry action `explain-ecs-deployment-failure` answers. Without failures `services` tells how the last rollout ended, and
 * `problem` why that is not known.
 *
 * @public
 */
export const ecsDeploymentFailureSchema = z.object({
  entityRef: z.string(),
  /** Absent for a service that Slipway did not provision. */
  stack: z.string().optional(),
  environments: z.array(
    z.object({
      environment: z.string(),
      verdict: verdictSchema,
      /** When ECS was asked; absent without an answer. */
      asOf: z.string().optional(),
      problem: problemSchema.optional(),
      services: z.array(
        z.object({
          name: z.string(),
          rollout: rolloutSchema.optional(),
          /** Tasks that stopped for the same reason, newest first. */
          tasks: z.array(taskFailureSchema),
          events: z.array(failureEventSchema),
        }),
      ),
    }),
  ),
});

/** @public */
export type EcsDeploymentFailure = z.infer<typeof ecsDeploymentFailureSchema>;
