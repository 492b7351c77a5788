import { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import { ecsArn } from '../arn';
import type { Cluster, Service, ServiceSpecification } from '../model';
import { beginDeployment, needsDeployment } from '../rollout/deployments';
import {
  includeSchema,
  operation,
  page,
  pageSchema,
  type EcsContext,
  type Operation,
} from './operation';
import {
  checkSpecification,
  createServiceSchema,
  specificationOf,
  updateServiceSchema,
} from './serviceInput';
import { serviceToWire } from './serviceWire';

/** ECS describes at most ten services in one call. */
const MAXIMUM_DESCRIBED = 10;

type CreateServiceInput = z.infer<typeof createServiceSchema>;
type UpdateServiceInput = z.infer<typeof updateServiceSchema>;

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

async function createService(input: CreateServiceInput, context: EcsContext) {
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
  const definition = store.taskDefinition(input.taskDefinition);
  const specification = wantedSpecification(input, cluster, definition.arn);
  checkSpecification(specification, definition);
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
      deploymentCircuitBreaker: { enable: false, rollback: false },
      strategy: 'ROLLING',
      bakeTimeInMinutes: 0,
      ...input.deploymentConfiguration,
      minimumHealthyPercent:
        input.deploymentConfiguration?.minimumHealthyPercent ??
        (daemon ? 0 : 100),
      maximumPercent:
        input.deploymentConfiguration?.maximumPercent ?? (daemon ? 100 : 200),
    },
    deploymentController: input.deploymentController ?? { type: 'ECS' },
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
    deployments: [],
    serviceDeployments: [],
    revisions: [],
    events: [],
    steady: false,
    tags: input.tags,
  };
  beginDeployment(service, definition.containerDefinitions, {
    scope: store.scope,
    now,
  });
  store.services.set(service.arn, service);
  return { service: serviceToWire(store, service, ['TAGS']) };
}

async function updateService(input: UpdateServiceInput, context: EcsContext) {
  const { store, now } = context;
  const service = store.service(input.cluster, input.service);
  if (service.status !== 'ACTIVE') {
    throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
  }
  const definition = store.taskDefinition(
    input.taskDefinition ?? service.specification.taskDefinition,
  );
  const specification: ServiceSpecification = {
    ...service.specification,
    ...specificationOf(input),
    taskDefinition: definition.arn,
  };
  const deploys =
    input.forceNewDeployment ||
    needsDeployment(service.specification, specification);
  if (deploys) {
    checkSpecification(specification, definition);
    await context.checkTargetGroups(specification.loadBalancers);
  }

  const { deploymentConfiguration } = input;
  Object.assign(service.deploymentConfiguration, deploymentConfiguration);
  service.desiredCount = input.desiredCount ?? service.desiredCount;
  for (const key of [
    'availabilityZoneRebalancing',
    'enableECSManagedTags',
    'enableExecuteCommand',
    'healthCheckGracePeriodSeconds',
    'placementConstraints',
    'placementStrategy',
    'propagateTags',
  ] as const) {
    if (input[key] !== undefined) {
      Object.assign(service, { [key]: input[key] });
    }
  }
  service.specification = specification;
  if (deploys) {
    beginDeployment(service, definition.containerDefinitions, {
      scope: store.scope,
      now,
    });
  }
  return { service: serviceToWire(store, service, ['TAGS']) };
}

export const serviceOperations: Record<string, Operation> = {
  CreateService: operation(createServiceSchema, createService),

  UpdateService: operation(updateServiceSchema, updateService),

  DescribeServices: operation(
    z.object({
      cluster: z.string().optional(),
      services: z.array(z.string()),
      include: includeSchema,
    }),
    (input, { store }) => {
      if (input.services.length === 0) {
        throw new AwsError(
          'InvalidParameterException',
          'Services cannot be empty.',
        );
      }
      if (input.services.length > MAXIMUM_DESCRIBED) {
        throw new AwsError(
          'InvalidParameterException',
          `Services cannot be more than ${MAXIMUM_DESCRIBED}.`,
        );
      }
      const cluster = store.cluster(input.cluster);
      const services = [];
      const failures = [];
      for (const name of input.services) {
        const service = store.findService(cluster, name);
        if (service) {
          services.push(serviceToWire(store, service, input.include));
        } else {
          failures.push({
            arn: name.startsWith('arn:')
              ? name
              : ecsArn(store.scope, 'service', cluster.name, name),
            reason: 'MISSING',
          });
        }
      }
      return { services, failures };
    },
  ),

  ListServices: operation(
    z.object({
      ...pageSchema,
      cluster: z.string().optional(),
      launchType: z.string().optional(),
      schedulingStrategy: z.string().optional(),
    }),
    (input, { store }) => {
      const cluster = store.cluster(input.cluster);
      const arns = [...store.services.values()]
        .filter(
          service =>
            service.clusterArn === cluster.arn &&
            service.status !== 'INACTIVE' &&
            (!input.launchType ||
              service.specification.launchType === input.launchType) &&
            (!input.schedulingStrategy ||
              service.schedulingStrategy === input.schedulingStrategy),
        )
        .map(service => service.arn);
      const { items, nextToken } = page(
        arns,
        { ...input, maxResults: input.maxResults ?? MAXIMUM_DESCRIBED },
        100,
      );
      return { serviceArns: items, nextToken };
    },
  ),

  DeleteService: operation(
    z.object({
      cluster: z.string().optional(),
      service: z.string(),
      force: z.boolean().default(false),
    }),
    (input, { store }) => {
      const service = store.service(input.cluster, input.service);
      if (service.status === 'INACTIVE') {
        throw new AwsError('ServiceNotFoundException', 'Service not found.');
      }
      if (service.desiredCount > 0 && !input.force) {
        throw new AwsError(
          'InvalidParameterException',
          'The service cannot be stopped while it is scaled above 0.',
        );
      }
      service.status = 'DRAINING';
      service.desiredCount = 0;
      return { service: serviceToWire(store, service, ['TAGS']) };
    },
  ),
};
