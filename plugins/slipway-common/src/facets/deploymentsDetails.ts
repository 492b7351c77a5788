import { z } from 'zod';
import { problemSchema } from '../problem';
import { rolloutDetailsSchema, rolloutHistorySchema } from './rolloutDetails';

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
