import { randomInt } from 'node:crypto';
import { ecsArn, hexId, type ArnScope } from '../arn';
import type {
  Cluster,
  Service,
  ServiceSpecification,
  Tag,
  Task,
  TaskDefinition,
  Verbatim,
} from '../model';

/** What a new task is made from. */
export interface TaskOptions {
  cluster: Cluster;
  definition: TaskDefinition;
  group: string;
  startedBy?: string;
  serviceName?: string;
  launchType: string;
  capacityProviderName?: string;
  networkConfiguration?: Verbatim;
  enableExecuteCommand?: boolean;
  /** Whether Service Connect's proxy runs beside the containers. */
  serviceConnect?: boolean;
  /** Environment added by container name, as `RunTask` allows. */
  environmentOverrides?: {
    name: string;
    environment: { name: string; value: string }[];
  }[];
  tags: Tag[];
}

const ZONES = ['a', 'b', 'c'];

function subnetsOf(networkConfiguration: Verbatim | undefined): string[] {
  const vpc = networkConfiguration?.awsvpcConfiguration as
    | { subnets?: string[] }
    | undefined;
  return vpc?.subnets?.length ? vpc.subnets : ['subnet-00000000000000000'];
}

function macAddress(): string {
  const digits = hexId(10);
  return `0a:${digits.match(/../g)?.join(':')}`;
}

/** The options of a task that a service starts for one of its deployments or task sets. */
export function serviceTaskOptions(
  service: Service,
  from: {
    cluster: Cluster;
    definition: TaskDefinition;
    capacityProviderName: string | undefined;
    startedBy: string;
    specification: ServiceSpecification;
  },
): TaskOptions {
  const { specification, ...rest } = from;
  const propagated = {
    NONE: [],
    SERVICE: service.tags,
    TASK_DEFINITION: from.definition.tags,
  }[service.propagateTags];
  const managed = service.enableECSManagedTags
    ? [
        { key: 'aws:ecs:clusterName', value: from.cluster.name },
        { key: 'aws:ecs:serviceName', value: service.name },
      ]
    : [];
  return {
    ...rest,
    group: `service:${service.name}`,
    serviceName: service.name,
    launchType: specification.launchType ?? 'FARGATE',
    networkConfiguration: specification.networkConfiguration,
    enableExecuteCommand: service.enableExecuteCommand,
    serviceConnect: specification.serviceConnectConfiguration?.enabled === true,
    tags: [...(propagated ?? []), ...managed],
  };
}

/** A task at the begin of its life: PROVISIONING, its network interface invented, its containers PENDING. */
export function createTask(
  options: TaskOptions,
  scope: ArnScope,
  now: Date,
): Task {
  const { cluster, definition } = options;
  const id = hexId();
  const subnets = subnetsOf(options.networkConfiguration);
  const position = randomInt(subnets.length);
  return {
    arn: ecsArn(scope, 'task', cluster.name, id),
    id,
    clusterArn: cluster.arn,
    taskDefinitionArn: definition.arn,
    group: options.group,
    startedBy: options.startedBy,
    serviceName: options.serviceName,
    launchType: options.launchType,
    capacityProviderName: options.capacityProviderName,
    platformVersion: '1.4.0',
    availabilityZone: `${scope.region}${ZONES[position % ZONES.length]}`,
    cpu: definition.cpu,
    memory: definition.memory,
    enableExecuteCommand: options.enableExecuteCommand ?? false,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    healthStatus: 'UNKNOWN',
    createdAt: now,
    containers: definition.containerDefinitions.map(container => ({
      arn: ecsArn(scope, 'container', cluster.name, id, hexId()),
      name: container.name,
      image: container.image,
      essential: container.essential,
      lastStatus: 'PENDING',
    })),
    networkInterface: {
      attachmentId: hexId(),
      id: `eni-${hexId(17)}`,
      subnetId: subnets[position],
      macAddress: macAddress(),
      privateIPv4Address: `10.0.${randomInt(256)}.${randomInt(4, 250)}`,
    },
    serviceConnectProxy: options.serviceConnect
      ? {
          attachmentId: hexId(),
          containerName: `ecs-service-connect-${hexId(5)}`,
        }
      : undefined,
    targets: new Map(),
    tags: options.tags,
  };
}
