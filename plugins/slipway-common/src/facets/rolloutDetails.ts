import { z } from 'zod';
import { lifecycleHookSchema } from './lifecycleHook';

const containerImageSchema = z.object({
  container: z.string(),
  image: z.string().optional(),
  /** `sha256:…`; absent until ECS has resolved it. */
  digest: z.string().optional(),
});

/**
 * A revision of an ECS service that takes part in a rollout.
 *
 * @public
 */
export const rolloutRevisionSchema = z.object({
  /** `source` is what ran before, `target` what is rolled out. */
  role: z.enum(['source', 'target']),
  /** Id of the service revision, of the deployment or of the task set. */
  id: z.string(),
  /** Family and revision, for example `slipway-orders:3`; absent where ECS did not tell. */
  taskDefinition: z.string().optional(),
  images: z.array(containerImageSchema),
  tasks: z
    .object({
      requested: z.number().int(),
      running: z.number().int(),
      pending: z.number().int(),
    })
    .optional(),
  /** Percent of the traffic, where ECS shifts it. */
  traffic: z.object({ production: z.number(), test: z.number() }).optional(),
});

/** @public */
export type RolloutRevision = z.infer<typeof rolloutRevisionSchema>;

/**
 * The last rollout of an ECS service in full.
 *
 * @public
 */
export const rolloutDetailsSchema = z.object({
  /** Id of the service deployment; absent where ECS keeps none. */
  id: z.string().optional(),
  /** ECS's own word, for example `ROLLBACK_SUCCESSFUL`. */
  status: z.string(),
  reason: z.string().optional(),
  /** `ROLLING`, `BLUE_GREEN`, `CANARY` or `LINEAR`. */
  strategy: z.string().optional(),
  createdAt: z.string().optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  /** From start to end; to now while it progresses. */
  durationSeconds: z.number().optional(),
  revisions: z.array(rolloutRevisionSchema),
  circuitBreaker: z
    .object({
      /** `MONITORING`, `TRIGGERED`, `MONITORING_COMPLETE` or `DISABLED`. */
      status: z.string(),
      failures: z.number().int(),
      threshold: z.number().int(),
    })
    .optional(),
  alarms: z
    .object({
      status: z.string(),
      names: z.array(z.string()),
      triggered: z.array(z.string()),
    })
    .optional(),
  rollback: z
    .object({
      reason: z.string().optional(),
      startedAt: z.string().optional(),
      /** Task definition that ECS went back to, or the id of its revision. */
      to: z.string().optional(),
    })
    .optional(),
  /** For example `POST_TEST_TRAFFIC_SHIFT`. */
  lifecycleStage: z.string().optional(),
  hooks: z.array(lifecycleHookSchema),
  consoleUrl: z.string().optional(),
});

/** @public */
export type RolloutDetails = z.infer<typeof rolloutDetailsSchema>;

/**
 * How a rollout of the past ended. `stopped` is one that a person or a newer rollout ended: it counts neither as a success
 * nor as a failure.
 *
 * @public
 */
export const rolloutOutcomeSchema = z.enum([
  'succeeded',
  'rolled-back',
  'failed',
  'stopped',
  'in-progress',
  'unknown',
]);

/** @public */
export type RolloutOutcome = z.infer<typeof rolloutOutcomeSchema>;

/** @public */
export const pastRolloutSchema = z.object({
  id: z.string(),
  outcome: rolloutOutcomeSchema,
  /** ECS's own word. */
  status: z.string(),
  reason: z.string().optional(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  durationSeconds: z.number().optional(),
  /** Family and revision; absent for older rollouts, whose revisions are not read. */
  taskDefinition: z.string().optional(),
});

/** @public */
export type PastRollout = z.infer<typeof pastRolloutSchema>;

/**
 * The rollouts that ECS remembers: those of the last 90 days.
 *
 * @public
 */
export const rolloutHistorySchema = z.object({
  /** Newest first. */
  rollouts: z.array(pastRolloutSchema),
  since: z.string(),
  /** How many succeeded, and how many failed or were rolled back. */
  succeeded: z.number().int(),
  failed: z.number().int(),
  /** Failed of those that ended, 0 to 1; absent while none has ended. */
  changeFailureRate: z.number().optional(),
  /** Median over the failures that are over, from the start of the rollout until an earlier or a newer revision runs. */
  timeToRestoreSeconds: z.number().optional(),
});

/** @public */
export type RolloutHistory = z.infer<typeof rolloutHistorySchema>;
