import { type Task } from '@aws-sdk/client-ecs';
import { type Targets } from './PrometheusClient';
import { SERVICE_LABEL } from './ServiceQuery';

/** What Prometheus does with the tasks of a service. */
export interface JoinedTargets {
  /** `lastError` of the service's targets, distinct. */
  errors: string[];
  /** Targets that are tasks of the service and do not carry its label. */
  unlabelled: number;
  /** Targets that were found for the service and that relabelling dropped. */
  dropped: number;
}

type Labels = Record<string, string>;

/**
 * Joins the tasks that run with the targets of an environment: by the label of the service, by the id of a task in any label
 * (discoveries name it differently), and by the private address of a task.
 */
export function joinTargets(
  { active, dropped }: Targets,
  ecsService: string,
  tasks: readonly Task[],
): JoinedTargets {
  const ids = new Set(tasks.flatMap(idsOf));
  const addresses = new Set(tasks.flatMap(addressesOf));
  const isTask = (labels: Labels) =>
    Object.values(labels).some(text => ids.has(text)) ||
    addresses.has(hostOf(labels.__address__ ?? ''));
  const isNamed = (labels: Labels) =>
    labels[SERVICE_LABEL] === ecsService ||
    labels.__meta_ecs_service === ecsService;
  return {
    errors: [
      ...new Set(
        active
          .filter(({ labels }) => labels[SERVICE_LABEL] === ecsService)
          .map(({ lastError }) => lastError)
          .filter(text => text !== ''),
      ),
    ],
    unlabelled: active.filter(
      ({ discoveredLabels, labels }) =>
        labels[SERVICE_LABEL] !== ecsService &&
        (isTask(discoveredLabels) || isNamed(discoveredLabels)),
    ).length,
    dropped: dropped.filter(
      ({ discoveredLabels }) =>
        isTask(discoveredLabels) || isNamed(discoveredLabels),
    ).length,
  };
}

function idsOf({ taskArn }: Task): string[] {
  return taskArn ? [taskArn, taskArn.slice(taskArn.lastIndexOf('/') + 1)] : [];
}

function addressesOf({ attachments }: Task): string[] {
  return (attachments ?? [])
    .flatMap(({ details }) => details ?? [])
    .filter(({ name }) => name === 'privateIPv4Address')
    .flatMap(({ value }) => value ?? []);
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}
