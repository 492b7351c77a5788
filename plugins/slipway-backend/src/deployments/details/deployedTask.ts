import { type Container, type Task } from '@aws-sdk/client-ecs';
import {
  type DeployedTask,
  type TaskContainer,
} from '@slipway/plugin-slipway-common';
import { lastPart } from '../../stacks';
import { type ConsoleLinks } from '../consoleLinks';
import { type ContainerLogging } from '../TaskDefinitionReader';

const NETWORK_INTERFACE = 'ElasticNetworkInterface';
const ADDRESSES: readonly string[] = [
  'privateIPv4Address',
  'privateIPv6Address',
];

/** What a task is told with. */
export interface TaskContext {
  clusterName: string;
  links: ConsoleLinks;
  /** How the containers of the task's own task definition log; empty where that is not known. */
  logging: readonly ContainerLogging[];
}

/** A task in our words. */
export function deployedTask(task: Task, context: TaskContext): DeployedTask {
  const id = lastPart(task.taskArn ?? '');
  return {
    id,
    status: task.lastStatus ?? 'UNKNOWN',
    desiredStatus: task.desiredStatus ?? 'UNKNOWN',
    health: task.healthStatus ?? 'UNKNOWN',
    taskDefinition: lastPart(task.taskDefinitionArn ?? ''),
    zone: task.availabilityZone,
    capacity: task.capacityProviderName ?? task.launchType,
    cpuArchitecture: task.attributes?.find(
      ({ name }) => name === 'ecs.cpu-architecture',
    )?.value,
    addresses: addressesOf(task),
    createdAt: task.createdAt?.toISOString(),
    startedAt: task.startedAt?.toISOString(),
    stoppedAt: (task.stoppedAt ?? task.stoppingAt)?.toISOString(),
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    containers: (task.containers ?? []).map(container =>
      taskContainer(container, { ...context, taskId: id }),
    ),
    consoleUrl: context.links.task(context.clusterName, id),
  };
}

/**
 * The private addresses of a task's network interface. It is found by its type: Service Connect and volumes are attachments
 * too, and may come first. Without one (host or bridge network) a task has no address of its own.
 */
function addressesOf({ attachments = [] }: Task): string[] {
  return attachments
    .filter(({ type }) => type === NETWORK_INTERFACE || type === 'eni')
    .flatMap(({ details = [] }) => details)
    .filter(({ name = '' }) => ADDRESSES.includes(name))
    .flatMap(({ value }) => value ?? []);
}

function taskContainer(
  container: Container,
  context: TaskContext & { taskId: string },
): TaskContainer {
  const { name = '' } = container;
  const logs = context.logging.find(({ container: own }) => own === name);
  return {
    name,
    status: container.lastStatus ?? 'UNKNOWN',
    health: container.healthStatus ?? 'UNKNOWN',
    exitCode: container.exitCode,
    reason: container.reason,
    digest: container.imageDigest,
    logsUrl:
      logs?.group && logs.streamPrefix
        ? context.links.logs({
            group: logs.group,
            stream: `${logs.streamPrefix}/${name}/${context.taskId}`,
            region: logs.region,
          })
        : undefined,
  };
}
