import type { Service, Task } from '../model';
import { specificationFor } from '../taskSets/taskSets';
import type { ServiceTask } from './planTasks';

/** How far a task of a service has come. */
export function toServiceTask(service: Service, task: Task): ServiceTask {
  const ready = isReady(service, task) ? 'ready' : 'starting';
  return {
    arn: task.arn,
    deploymentId: task.startedBy ?? '',
    phase: task.desiredStatus === 'STOPPED' ? 'stopping' : ready,
    createdAt: task.createdAt,
  };
}

function isReady(service: Service, task: Task): boolean {
  return (
    task.lastStatus === 'RUNNING' &&
    specificationFor(service, task.startedBy).loadBalancers.every(
      ({ targetGroupArn }) =>
        !targetGroupArn ||
        task.targets.get(targetGroupArn)?.state === 'healthy',
    )
  );
}
