import { z } from 'zod';
import { problemSchema } from '../problem';

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
 * A lifecycle hook of the stage that a rollout is in.
 *
 * @public
 */
export const lifecycleHookSchema = z.object({
  id: z.string(),
  /** `PAUSE` waits for a person, `AWS_LAMBDA` for a function. */
  type: z.string(),
  /** `AWAITING_ACTION`, `IN_PROGRESS`, `SUCCEEDED`, `FAILED` or `TIMED_OUT`. */
  status: z.string(),
  expiresAt: z.string().optional(),
  /** What ECS does when nobody acts until then: `CONTINUE` or `ROLLBACK`. */
  defaultAction: z.string().optional(),
});

/** @public */
export type LifecycleHook = z.infer<typeof lifecycleHookSchema>;

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

/** @public */
export const taskContainerSchema = z.object({
  name: z.string(),
  status: z.string(),
  /** `HEALTHY`, `UNHEALTHY` or `UNKNOWN`. */
  health: z.string(),
  exitCode: z.number().int().optional(),
  reason: z.string().optional(),
  digest: z.string().optional(),
  /** The container's log stream in the AWS console. */
  logsUrl: z.string().optional(),
});

/** @public */
export type TaskContainer = z.infer<typeof taskContainerSchema>;

/** @public */
export const deployedTaskSchema = z.object({
  id: z.string(),
  /** ECS's own word, for example `RUNNING` or `STOPPED`. */
  status: z.string(),
  desiredStatus: z.string(),
  health: z.string(),
  taskDefinition: z.string(),
  zone: z.string().optional(),
  /** Launch type or capacity provider, for example `FARGATE_SPOT`. */
  capacity: z.string().optional(),
  /** `x86_64` or `arm64`. */
  cpuArchitecture: z.string().optional(),
  /** Private addresses of its network interface. */
  addresses: z.array(z.string()),
  createdAt: z.string().optional(),
  startedAt: z.string().optional(),
  stoppedAt: z.string().optional(),
  stopCode: z.string().optional(),
  stoppedReason: z.string().optional(),
  containers: z.array(taskContainerSchema),
  consoleUrl: z.string().optional(),
});

/** @public */
export type DeployedTask = z.infer<typeof deployedTaskSchema>;

/** @public */
export const targetSchema = z.object({
  /** Address or instance. */
  id: z.string(),
  port: z.number().int().optional(),
  zone: z.string().optional(),
  /** Elastic Load Balancing's own word, for example `unhealthy` or `draining`. */
  state: z.string(),
  /** For example `Target.FailedHealthChecks`. */
  reason: z.string().optional(),
  description: z.string().optional(),
});

/** @public */
export type Target = z.infer<typeof targetSchema>;

/** @public */
export const targetGroupSchema = z.object({
  name: z.string(),
  container: z.string().optional(),
  port: z.number().int().optional(),
  targets: z.array(targetSchema),
});

/** @public */
export type TargetGroup = z.infer<typeof targetGroupSchema>;

/** @public */
export const scalingSchema = z.object({
  min: z.number().int(),
  max: z.number().int(),
  /** What is suspended: `scaling in`, `scaling out` or `scheduled scaling`. */
  suspended: z.array(z.string()),
  policies: z.array(
    z.object({
      name: z.string(),
      /** `TargetTrackingScaling`, `StepScaling` or `PredictiveScaling`. */
      type: z.string(),
      /** For example `ECSServiceAverageCPUUtilization`. */
      metric: z.string().optional(),
      /** What target tracking keeps the metric at. */
      target: z.number().optional(),
    }),
  ),
  schedules: z.array(
    z.object({
      name: z.string(),
      /** For example `cron(0 8 * * ? *)`. */
      schedule: z.string(),
      timezone: z.string().optional(),
      min: z.number().int().optional(),
      max: z.number().int().optional(),
    }),
  ),
});

/** @public */
export type Scaling = z.infer<typeof scalingSchema>;

/** @public */
export const containerLogsSchema = z.object({
  container: z.string(),
  driver: z.string(),
  /** CloudWatch log group; absent for other drivers. */
  group: z.string().optional(),
  url: z.string().optional(),
});

/** @public */
export type ContainerLogs = z.infer<typeof containerLogsSchema>;

/**
 * The parts of the details. Each fails alone.
 *
 * @public
 */
export const detailsPartSchema = z.enum([
  'rollout',
  'history',
  'tasks',
  'target-health',
  'scaling',
  'logs',
]);

/** @public */
export type DetailsPart = z.infer<typeof detailsPartSchema>;

/**
 * One ECS service in full. What is absent is not there, or `problems` says why it is not known.
 *
 * @public
 */
export const deployedServiceDetailsSchema = z.object({
  name: z.string(),
  cluster: z.string(),
  /** When the oldest part was read. */
  asOf: z.string(),
  rollout: rolloutDetailsSchema.optional(),
  history: rolloutHistorySchema.optional(),
  /** Running first, then those that stopped within about an hour. */
  tasks: z.array(deployedTaskSchema),
  targetGroups: z.array(targetGroupSchema).optional(),
  /** Absent where the service does not scale by itself. */
  scaling: scalingSchema.optional(),
  logs: z.array(containerLogsSchema).optional(),
  problems: z.array(
    z.object({ part: detailsPartSchema, problem: problemSchema }),
  ),
});

/** @public */
export type DeployedServiceDetails = z.infer<
  typeof deployedServiceDetailsSchema
>;

/**
 * What the tab shows of deployments beyond the facet: `GET …/environments/:environment/deployments/details`.
 *
 * @public
 */
export const deploymentsDetailsSchema = z.object({
  services: z.array(deployedServiceDetailsSchema),
  /** Why a service is missing. */
  problem: problemSchema.optional(),
});

/** @public */
export type DeploymentsDetails = z.infer<typeof deploymentsDetailsSchema>;
