import type { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import { ecsArn } from '../arn';
import type {
  Cluster,
  Service,
  ServiceSpecification,
  TaskDefinition,
} from '../model';
import { beginDeployment } from '../rollout/deployments';
import { checkExternalService } from '../taskSets/controllers';
import { createTaskSet, makePrimary } from '../taskSets/taskSets';
import type { EcsContext } from './operation';
import {
  checkSpecification,
  type createServiceSchema,
  specificationOf,
} from './serviceInput';
import { serviceToWire } from './serviceWire';

type CreateServiceInput = z.infer<typeof createServiceSchema>;

/** What ECS adds to the configuration of a service that it rolls out itself. */
const OWN_ROLLOUTS = {
  deploymentCircuitBreaker: { enable: false, rollback: false },
  strategy: 'ROLLING' as const,
  bakeTimeInMinutes: 0,
};

function wantedSpecification(
  input: CreateServiceInput,
  cluster: Cluster,
  taskDefinition: string,
): ServiceSpecification {
  const given = specificationOf(input);
  const { defaultCapacityProviderStrategy: defaults } = cluster;
  if (!given.launchType && !given.capacityProviderStrategy) {
    if (defaults.length > 0) {
      given.capacityProviderStrategy = defaults;
    } else {
      given.launchType = 'EC2';
    }
  }
  if (given.launchType !== 'EC2') {
    given.platformVersion ??= 'LATEST';
  }
  return {
    loadBalancers: [],
    serviceRegistries: [],
    ...given,
    taskDefinition,
  };
}

function refuseIfTaken(existing: Service | undefined): void {
  if (existing?.status === 'ACTIVE') {
    throw new AwsError(
      'InvalidParameterException',
      'Creation of service was not idempotent.',
    );
  }
  if (existing?.status === 'DRAINING') {
    throw new AwsError(
      'InvalidParameterException',
      'Unable to Start a service that is still Draining.',
    );
  }
}

/** `CreateService`. What rolls the service out decides what it begins with: a deployment, a task set, or nothing. */
export async function createService(
  input: CreateServiceInput,
  context: EcsContext,
): Promise<object> {
  const { store, now } = context;
  const cluster = store.cluster(input.cluster);
  const name = input.serviceName;
  refuseIfTaken(store.findService(cluster, name));
  const daemon = input.schedulingStrategy === 'DAEMON';
  const desiredCount = daemon ? cluster.instances : input.desiredCount;
  if (desiredCount === undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'Desired count can not be null when scheduling strategy is REPLICA.',
    );
  }
  const { type } = input.deploymentController;
  if (type === 'EXTERNAL') {
    checkExternalService(input);
  } else if (!input.taskDefinition) {
    throw new AwsError(
      'InvalidParameterException',
      'TaskDefinition can not be blank.',
    );
  }
  const definition =
    input.taskDefinition === undefined
      ? undefined
      : store.taskDefinition(input.taskDefinition);
  const specification = wantedSpecification(
    input,
    cluster,
    definition?.arn ?? '',
  );
  if (definition) {
    checkSpecification(specification, definition);
  }
  await context.checkTargetGroups(specification.loadBalancers);

  const behindLoadBalancer = specification.loadBalancers.length > 0;
  const service: Service = {
    arn: ecsArn(store.scope, 'service', cluster.name, name),
    name,
    clusterArn: cluster.arn,
    status: 'ACTIVE',
    createdAt: now,
    createdBy: context.callerArn,
    desiredCount,
    specification,
    deploymentConfiguration: {
      ...(type === 'ECS' && OWN_ROLLOUTS),
      ...input.deploymentConfiguration,
      minimumHealthyPercent:
        input.deploymentConfiguration?.minimumHealthyPercent ??
        (daemon ? 0 : 100),
      maximumPercent:
        input.deploymentConfiguration?.maximumPercent ?? (daemon ? 100 : 200),
    },
    deploymentController: input.deploymentController,
    availabilityZoneRebalancing: input.availabilityZoneRebalancing ?? 'ENABLED',
    enableECSManagedTags: input.enableECSManagedTags ?? false,
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    healthCheckGracePeriodSeconds:
      input.healthCheckGracePeriodSeconds ??
      (behindLoadBalancer ? 0 : undefined),
    placementConstraints: input.placementConstraints ?? [],
    placementStrategy: input.placementStrategy ?? [],
    propagateTags: input.propagateTags ?? 'NONE',
    schedulingStrategy: input.schedulingStrategy,
    taskSets: type === 'ECS' ? undefined : [],
    deployments: [],
    serviceDeployments: [],
    revisions: [],
    events: [],
    steady: false,
    tags: input.tags,
  };
  begin(service, definition, context);
  store.services.set(service.arn, service);
  return { service: serviceToWire(store, service, ['TAGS']) };
}

function begin(
  service: Service,
  definition: TaskDefinition | undefined,
  { store: { scope }, now }: EcsContext,
): void {
  if (!definition) {
    return;
  }
  if (!service.taskSets) {
    beginDeployment(service, definition.containerDefinitions, { scope, now });
    return;
  }
  const taskSet = createTaskSet(
    service,
    {
      specification: structuredClone(service.specification),
      scale: 100,
      tags: [],
    },
    { scope, now },
  );
  service.taskSets.push(taskSet);
  makePrimary(service, taskSet, now);
}
