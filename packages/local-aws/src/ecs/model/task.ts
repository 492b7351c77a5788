import type { Tag } from './plain';

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
  /** Stands beside the containers where the service uses Service Connect. */
  serviceConnectProxy?: { attachmentId: string; containerName: string };
  /** By target group ARN. */
  targets: Map<string, TargetHealth>;
  tags: Tag[];
}
