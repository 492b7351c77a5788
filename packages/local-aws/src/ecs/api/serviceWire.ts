import type { EcsStore } from '../EcsStore';
import {
  computeWire,
  countTasks,
  FARGATE_PLATFORM_VERSION,
} from './computeWire';
import { taskSetToWire } from './taskSetWire';
import type {
  Deployment,
  Service,
  ServiceDeployment,
  ServiceRevision,
  Stages,
  Task,
} from '../model';

function deploymentToWire(
  deployment: Deployment,
  service: Service,
  tasks: Task[],
) {
  const own = tasks.filter(task => task.startedBy === deployment.id);
  const counts = countTasks(own);
  const revision = service.revisions.find(
    ({ arn }) => arn === deployment.revisionArn,
  );
  const specification = revision?.specification ?? service.specification;
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.taskDefinition,
    desiredCount:
      deployment.status === 'PRIMARY'
        ? service.desiredCount
        : counts.runningCount + counts.pendingCount,
    ...counts,
    failedTasks: deployment.failedTasks,
    createdAt: deployment.createdAt,
    updatedAt: deployment.updatedAt,
    ...computeWire(specification),
    platformVersion: specification.platformVersion && FARGATE_PLATFORM_VERSION,
    networkConfiguration: specification.networkConfiguration,
    serviceConnectConfiguration: specification.serviceConnectConfiguration,
    volumeConfigurations: specification.volumeConfigurations,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  };
}

function revisionSummary(arn: string, service: Service, tasks: Task[]) {
  const deployment = service.deployments.find(
    ({ revisionArn }) => revisionArn === arn,
  );
  const { runningCount, pendingCount } = countTasks(
    tasks.filter(task => task.startedBy === deployment?.id),
  );
  return {
    arn,
    requestedTaskCount:
      deployment?.status === 'PRIMARY'
        ? service.desiredCount
        : runningCount + pendingCount,
    runningTaskCount: runningCount,
    pendingTaskCount: pendingCount,
  };
}

// Hooks before the production shift have no stage of their own in the answer.
function lifecycleStage({ stages }: ServiceDeployment): string | undefined {
  return stages?.stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT'
    ? 'POST_TEST_TRAFFIC_SHIFT'
    : stages?.stage;
}

function trafficWeights(weights: Stages['weights'] | undefined) {
  return (
    weights && {
      requestedProductionTrafficWeight: weights.production,
      requestedTestTrafficWeight: weights.test,
    }
  );
}

function sourceWeights(weights: Stages['weights'] | undefined) {
  return (
    weights &&
    trafficWeights({
      production: 100 - weights.production,
      test: 0,
    })
  );
}

function revisionsToWire(service: Service, tasks: Task[]) {
  if (service.taskSets) {
    return undefined;
  }
  return service.status === 'INACTIVE'
    ? []
    : service.deployments.map(({ revisionArn }) =>
        revisionSummary(revisionArn, service, tasks),
      );
}

/** A service as `DescribeServices` answers it. */
export function serviceToWire(
  store: EcsStore,
  service: Service,
  include: string[],
): object {
  const tasks = store.tasksOf(service);
  const { scope } = store;
  const { specification, schedulingStrategy } = service;
  const current = service.serviceDeployments.find(
    ({ finishedAt }) => !finishedAt,
  );
  const inactive = service.status === 'INACTIVE';
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    status: service.status,
    desiredCount: service.desiredCount,
    ...countTasks(tasks),
    ...computeWire(specification),
    taskDefinition: specification.taskDefinition || undefined,
    loadBalancers: specification.loadBalancers,
    serviceRegistries: specification.serviceRegistries,
    networkConfiguration: specification.networkConfiguration,
    roleArn: `arn:aws:iam::${scope.accountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    deploymentConfiguration: service.deploymentConfiguration,
    deploymentController: service.deploymentController,
    taskSets: service.taskSets?.map(taskSet =>
      taskSetToWire(store, service, { taskSet, include: ['TAGS'] }),
    ),
    deployments: inactive
      ? []
      : service.deployments.map(deployment =>
          deploymentToWire(deployment, service, tasks),
        ),
    currentServiceDeployment: current?.arn,
    currentServiceRevisions: revisionsToWire(service, tasks),
    events: service.events,
    createdAt: service.createdAt,
    createdBy: service.createdBy,
    placementConstraints: service.placementConstraints,
    placementStrategy: service.placementStrategy,
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    schedulingStrategy,
    enableECSManagedTags: service.enableECSManagedTags,
    enableExecuteCommand: service.enableExecuteCommand,
    propagateTags: service.propagateTags,
    availabilityZoneRebalancing: service.availabilityZoneRebalancing,
    tags: include.includes('TAGS') ? service.tags : undefined,
  };
}

/** A record of `ListServiceDeployments`. */
export function serviceDeploymentBrief(
  service: Service,
  record: ServiceDeployment,
): object {
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    status: record.status,
    statusReason: record.statusReason,
    createdAt: record.createdAt,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    targetServiceRevisionArn: record.targetRevisionArn,
  };
}

/** A record of `DescribeServiceDeployments`. */
export function serviceDeploymentToWire(
  store: EcsStore,
  service: Service,
  record: ServiceDeployment,
): object {
  const tasks = store.tasksOf(service);
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    status: record.status,
    statusReason: record.statusReason,
    createdAt: record.createdAt,
    startedAt: record.startedAt,
    updatedAt: record.updatedAt,
    finishedAt: record.finishedAt,
    sourceServiceRevisions: record.sourceRevisionArns.map(arn => ({
      ...revisionSummary(arn, service, tasks),
      ...sourceWeights(record.stages?.weights),
    })),
    targetServiceRevision: {
      ...revisionSummary(record.targetRevisionArn, service, tasks),
      ...trafficWeights(record.stages?.weights),
    },
    lifecycleStage: lifecycleStage(record),
    lifecycleHookDetails: record.stages?.hooks,
    deploymentConfiguration: service.deploymentConfiguration,
    rollback: record.rollback,
    deploymentCircuitBreaker: record.breaker,
    alarms: {
      status: record.alarms.status,
      alarmNames: record.alarms.names,
      triggeredAlarmNames: record.alarms.triggered,
    },
  };
}

/** A revision of `DescribeServiceRevisions`. */
export function serviceRevisionToWire(
  service: Service,
  revision: ServiceRevision,
): object {
  const { specification } = revision;
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    createdAt: revision.createdAt,
    taskDefinition: specification.taskDefinition,
    ...computeWire(specification),
    platformVersion: specification.platformVersion && FARGATE_PLATFORM_VERSION,
    loadBalancers: specification.loadBalancers,
    serviceRegistries: specification.serviceRegistries,
    networkConfiguration: specification.networkConfiguration,
    serviceConnectConfiguration: specification.serviceConnectConfiguration,
    volumeConfigurations: specification.volumeConfigurations,
    containerImages: revision.containerImages,
    guardDutyEnabled: false,
  };
}
