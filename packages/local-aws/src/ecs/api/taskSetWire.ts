import type { EcsStore } from '../EcsStore';
import type { Service, TaskSet } from '../model';
import { computedDesiredCount } from '../taskSets/taskSets';
import {
  computeWire,
  countTasks,
  FARGATE_PLATFORM_VERSION,
} from './computeWire';

/** A task set as `DescribeTaskSets` and `DescribeServices` answer it. */
export function taskSetToWire(
  store: EcsStore,
  service: Service,
  { taskSet, include }: { taskSet: TaskSet; include: string[] },
): object {
  const { specification } = taskSet;
  const tasks = store
    .tasksOf(service)
    .filter(({ startedBy }) => startedBy === taskSet.id);
  return {
    id: taskSet.id,
    taskSetArn: taskSet.arn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    startedBy: taskSet.startedBy,
    externalId: taskSet.externalId,
    status: taskSet.status,
    taskDefinition: specification.taskDefinition,
    computedDesiredCount: computedDesiredCount(service, taskSet),
    ...countTasks(tasks),
    createdAt: taskSet.createdAt,
    updatedAt: taskSet.updatedAt,
    ...computeWire(specification),
    platformVersion: specification.platformVersion && FARGATE_PLATFORM_VERSION,
    networkConfiguration: specification.networkConfiguration,
    loadBalancers: specification.loadBalancers,
    serviceRegistries: specification.serviceRegistries,
    scale: { value: taskSet.scale, unit: 'PERCENT' },
    stabilityStatus: taskSet.stabilityStatus,
    stabilityStatusAt: taskSet.stabilityStatusAt,
    tags: include.includes('TAGS') ? taskSet.tags : [],
  };
}
