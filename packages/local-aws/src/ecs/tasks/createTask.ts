import { randomInt } from 'node:crypto';
import { ecsArn, hexId, type ArnScope } from '../arn';
import type {
  Cluster,
  Service,
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

const ZONES = ['a', 'b'];

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

/** The options of a task that a service starts for its primary deployment. */
export function serviceTaskOptions(
  service: Service,
  cluster: Cluster,
  definition: TaskDefinition,
  capacityProviderName: string | undefined,
): TaskOptions {
  const { launchType, networkConfiguration } = service.specification;
  const propagated = {
    NONE: [],
    SERVICE: service.tags,
    TASK_DEFINITION: definition.tags,
  }[service.propagateTags];
  const managed = service.enableECSManagedTags
    ? [
        { key: 'aws:ecs:clusterName', value: cluster.name },
        { key: 'aws:ecs:serviceName', value: service.name },
      ]
    : [];
  return {
    cluster,
    definition,
    group: `service:${service.name}`,
    startedBy: service.deployments[0].id,
    serviceName: service.name,
    launchType: launchType ?? 'FARGATE',
    capacityProviderName,
    networkConfiguration,
    enableExecuteCommand: service.enableExecuteCommand,
    serviceConnect:
      service.specification.serviceConnectConfiguration?.enabled === true,
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
