import type {
  HookAction,
  LifecycleHook,
  ServiceSpecification,
} from './serviceConfiguration';

export type RolloutState = 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';

/** How often tasks failed in a row, for the pause between attempts. */
export interface Attempts {
  consecutiveFailures: number;
  lastFailureAt?: Date;
}

/** One entry of `deployments[]` of a service. */
export interface Deployment extends Attempts {
  /** `ecs-svc/<19 digits>`; tasks carry it as `startedBy`. */
  id: string;
  status: 'PRIMARY' | 'ACTIVE';
  revisionArn: string;
  taskDefinition: string;
  failedTasks: number;
  rolloutState: RolloutState;
  rolloutStateReason: string;
  createdAt: Date;
  updatedAt: Date;
}

export type ServiceDeploymentStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'SUCCESSFUL'
  | 'STOPPED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED';

export type LifecycleStage =
  | 'PRE_SCALE_UP'
  | 'SCALE_UP'
  | 'POST_SCALE_UP'
  | 'TEST_TRAFFIC_SHIFT'
  | 'POST_TEST_TRAFFIC_SHIFT'
  | 'PRE_PRODUCTION_TRAFFIC_SHIFT'
  | 'PRODUCTION_TRAFFIC_SHIFT'
  | 'POST_PRODUCTION_TRAFFIC_SHIFT'
  | 'BAKE_TIME'
  | 'CLEAN_UP';

/** A lifecycle hook that was reached. */
export interface HookDetail {
  hookId: string;
  targetType: LifecycleHook['targetType'];
  targetArn?: string;
  status: 'AWAITING_ACTION' | 'SUCCEEDED' | 'TIMED_OUT';
  expiresAt?: Date;
  timeoutAction?: HookAction;
}

/** How far a rollout has come that goes through lifecycle stages. */
export interface Stages {
  stage: LifecycleStage;
  since: Date;
  hooks: HookDetail[];
  /** Percent of the traffic that the new revision gets. */
  weights: { production: number; test: number };
  /** When the last of the production traffic was shifted. */
  shiftedAt?: Date;
}

export type MonitorStatus =
  | 'DISABLED'
  | 'MONITORING'
  | 'MONITORING_COMPLETE'
  | 'TRIGGERED';

/** The record of one rollout, as `ListServiceDeployments` keeps it. */
export interface ServiceDeployment {
  arn: string;
  /** The entry of `deployments[]` that this rollout brought. */
  deploymentId: string;
  status: ServiceDeploymentStatus;
  statusReason?: string;
  createdAt: Date;
  startedAt: Date;
  updatedAt: Date;
  finishedAt?: Date;
  sourceRevisionArns: string[];
  targetRevisionArn: string;
  rollback?: { reason: string; startedAt: Date; serviceRevisionArn: string };
  breaker: { status: MonitorStatus; failureCount: number; threshold: number };
  alarms: {
    status: MonitorStatus;
    names: string[];
    triggered: string[];
    /** Those that were in alarm before the rollout began: ECS does not count them. Unknown until they are first asked. */
    ignored?: string[];
  };
  /** Only for the strategies that shift traffic. */
  stages?: Stages;
}

export interface ServiceRevision {
  arn: string;
  createdAt: Date;
  specification: ServiceSpecification;
  /** Filled when the first task of the revision has pulled its images. */
  containerImages: {
    containerName: string;
    image: string;
    imageDigest?: string;
  }[];
}
