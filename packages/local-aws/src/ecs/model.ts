/** A tag as ECS spells it. */
export interface Tag {
  key: string;
  value: string;
}

/** An object that is kept and returned as the caller gave it. */
export type Verbatim = Record<string, unknown>;

export interface Cluster {
  arn: string;
  name: string;
  status: 'ACTIVE' | 'INACTIVE';
  settings: Verbatim[];
  configuration?: Verbatim;
  serviceConnectDefaults?: Verbatim;
  capacityProviders: string[];
  defaultCapacityProviderStrategy: Verbatim[];
  tags: Tag[];
}

export interface ContainerDefinition extends Verbatim {
  name: string;
  image: string;
  essential: boolean;
  environment: { name: string; value: string }[];
  secrets?: { name: string; valueFrom: string }[];
  portMappings: Verbatim[];
  dockerLabels?: Record<string, string>;
  healthCheck?: { command: string[] };
  stopTimeout?: number;
}

export interface TaskDefinition extends Verbatim {
  arn: string;
  family: string;
  revision: number;
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  containerDefinitions: ContainerDefinition[];
  cpu?: string;
  memory?: string;
  tags: Tag[];
}

export interface LoadBalancer {
  /** The second target group and the listener rules of a blue/green deployment. */
  advancedConfiguration?: Verbatim;
  targetGroupArn?: string;
  containerName?: string;
  containerPort?: number;
}

/** What a service revision freezes; a change to any of it is a new deployment. */
export interface ServiceSpecification {
  taskDefinition: string;
  launchType?: string;
  capacityProviderStrategy?: Verbatim[];
  platformVersion?: string;
  networkConfiguration?: Verbatim;
  loadBalancers: LoadBalancer[];
  serviceRegistries: Verbatim[];
  serviceConnectConfiguration?: Verbatim;
  volumeConfigurations?: Verbatim[];
}

/** Where a blue/green, canary or linear rollout calls out or pauses. */
export interface LifecycleHook {
  targetType: 'AWS_LAMBDA' | 'PAUSE';
  hookTargetArn?: string;
  lifecycleStages: string[];
  timeoutConfiguration?: {
    timeoutInMinutes?: number;
    action?: HookAction;
  };
}

export type HookAction = 'CONTINUE' | 'ROLLBACK';

export interface DeploymentConfiguration extends Verbatim {
  minimumHealthyPercent: number;
  maximumPercent: number;
  strategy?: 'ROLLING' | 'BLUE_GREEN' | 'CANARY' | 'LINEAR';
  bakeTimeInMinutes?: number;
  lifecycleHooks?: LifecycleHook[];
  canaryConfiguration?: {
    canaryPercent?: number;
    canaryBakeTimeInMinutes?: number;
  };
  linearConfiguration?: {
    stepPercent?: number;
    stepBakeTimeInMinutes?: number;
  };
  alarms?: { alarmNames: string[]; enable: boolean; rollback: boolean };
  deploymentCircuitBreaker?: { enable: boolean; rollback: boolean };
}

export type RolloutState = 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';

/** One entry of `deployments[]` of a service. */
export interface Deployment {
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
  /** Failures in a row, for the pause between attempts. */
  consecutiveFailures: number;
  lastFailureAt?: Date;
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

export interface ServiceEvent {
  id: string;
  createdAt: Date;
  message: string;
}

export interface Service {
  arn: string;
  name: string;
  clusterArn: string;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  createdAt: Date;
  createdBy: string;
  desiredCount: number;
  specification: ServiceSpecification;
  deploymentConfiguration: DeploymentConfiguration;
  deploymentController: { type: string };
  availabilityZoneRebalancing: string;
  enableECSManagedTags: boolean;
  enableExecuteCommand: boolean;
  healthCheckGracePeriodSeconds?: number;
  placementConstraints: Verbatim[];
  placementStrategy: Verbatim[];
  propagateTags: string;
  schedulingStrategy: string;
  /** Newest first; the first is the PRIMARY one. */
  deployments: Deployment[];
  /** Newest first. */
  serviceDeployments: ServiceDeployment[];
  revisions: ServiceRevision[];
  /** Newest first. */
  events: ServiceEvent[];
  /** Whether the steady state was announced and nothing has moved since. */
  steady: boolean;
  tags: Tag[];
}

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPED';

export interface TaskContainer {
  arn: string;
  name: string;
  image: string;
  imageDigest?: string;
  runtimeId?: string;
  essential: boolean;
  lastStatus: TaskStatus;
  exitCode?: number;
  reason?: string;
  /** Loopback port of the container's process. */
  port?: number;
}

export type StopCode =
  | 'TaskFailedToStart'
  | 'EssentialContainerExited'
  | 'UserInitiated'
  | 'ServiceSchedulerInitiated'
  | 'SpotInterruption';

/** Health of a task as a target of a load balancer. */
export interface TargetHealth {
  state: 'initial' | 'healthy' | 'unhealthy' | 'draining';
  reason?: string;
  description?: string;
}

export interface Task {
  arn: string;
  id: string;
  clusterArn: string;
  taskDefinitionArn: string;
  group: string;
  startedBy?: string;
  serviceName?: string;
  launchType: string;
  capacityProviderName?: string;
  platformVersion: string;
  availabilityZone: string;
  cpu?: string;
  memory?: string;
  enableExecuteCommand: boolean;
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  healthStatus: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
  createdAt: Date;
  pullStartedAt?: Date;
  pullStoppedAt?: Date;
  startedAt?: Date;
  stoppingAt?: Date;
  stoppedAt?: Date;
  stopCode?: StopCode;
  stoppedReason?: string;
  containers: TaskContainer[];
  networkInterface: {
    attachmentId: string;
    id: string;
    subnetId: string;
    macAddress: string;
    privateIPv4Address: string;
  };
  /** By target group ARN. */
  targets: Map<string, TargetHealth>;
  tags: Tag[];
}
