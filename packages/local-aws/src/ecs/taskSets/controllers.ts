import { AwsError } from '../../proxy/AwsError';
import type { Service, TaskSet } from '../model';

/** What a service with task sets takes from a caller of CreateService or UpdateService. */
interface ServiceChange {
  taskDefinition?: string;
  networkConfiguration?: object;
  loadBalancers?: object[];
  forceNewDeployment?: boolean;
}

/** One service has at most five task sets. */
const MAXIMUM_TASK_SETS = 5;

function refuse(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}

/** The task sets of a service. Throws what ECS answers where it rolls the service out itself. */
export function taskSetsOf(service: Service): TaskSet[] {
  return (
    service.taskSets ??
    refuse(
      'Amazon ECS only supports task set management on services configured to use external deployment controllers.',
    )
  );
}

/** Refuses one task set too many. */
export function checkTaskSetLimit(service: Service): void {
  const { length } = taskSetsOf(service);
  if (length >= MAXIMUM_TASK_SETS) {
    refuse(
      `${length} deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.`,
    );
  }
}

/** Refuses what a new service may not have because its task sets have it. */
export function checkExternalService(change: ServiceChange): void {
  if (change.taskDefinition !== undefined) {
    refuse('TaskDefinition must be blank.');
  }
  if (change.networkConfiguration) {
    refuse('NetworkConfiguration must be null.');
  }
}

/**
 * Refuses a change of a service that its deployment controller has to make: of CODE_DEPLOY in the words of ECS, of EXTERNAL in words
 * like them, because its own are not on record.
 */
export function checkUpdate(service: Service, change: ServiceChange): void {
  if (!service.taskSets) {
    return;
  }
  const { type } = service.deploymentController;
  const on = `on services with a ${type} deployment controller.`;
  const instead =
    type === 'CODE_DEPLOY'
      ? 'Use AWS CodeDeploy to trigger a new deployment.'
      : 'Use CreateTaskSet to trigger a new deployment.';
  if (change.forceNewDeployment) {
    refuse(`Cannot force a new deployment ${on} ${instead}`);
  }
  const changed = {
    'task definition': change.taskDefinition,
    'network parameters': change.networkConfiguration,
    'load balancers': change.loadBalancers,
  };
  for (const [name, value] of Object.entries(changed)) {
    if (value !== undefined) {
      refuse(`Unable to update ${name} ${on} ${instead}`);
    }
  }
}
