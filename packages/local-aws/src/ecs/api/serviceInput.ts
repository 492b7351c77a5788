import { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import type { ServiceSpecification, TaskDefinition } from '../model';
import { tagsSchema, verbatimSchema } from './operation';

const breakerSchema = z.object({
  enable: z.boolean(),
  rollback: z.boolean().default(false),
});

const hookActionSchema = z.enum(['CONTINUE', 'ROLLBACK']);

const lifecycleHookSchema = z
  .looseObject({
    targetType: z.enum(['AWS_LAMBDA', 'PAUSE']).default('AWS_LAMBDA'),
    hookTargetArn: z.string().optional(),
    lifecycleStages: z.array(z.string()).min(1),
    timeoutConfiguration: z
      .object({
        timeoutInMinutes: z.number().int().min(1).optional(),
        action: hookActionSchema.optional(),
      })
      .optional(),
  })
  .refine(
    ({ targetType, lifecycleStages }) =>
      targetType === 'AWS_LAMBDA' ||
      !lifecycleStages.some(stage =>
        ['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'].includes(stage),
      ),
    'PAUSE hooks cannot be configured at traffic shift stages.',
  );

const deploymentConfigurationSchema = z.looseObject({
  minimumHealthyPercent: z.number().int().min(0).optional(),
  maximumPercent: z.number().int().min(1).optional(),
  strategy: z.enum(['ROLLING', 'BLUE_GREEN', 'CANARY', 'LINEAR']).optional(),
  bakeTimeInMinutes: z.number().int().min(0).max(1440).optional(),
  lifecycleHooks: z.array(lifecycleHookSchema).optional(),
  canaryConfiguration: z
    .object({
      canaryPercent: z.number().min(0.1).max(100).optional(),
      canaryBakeTimeInMinutes: z.number().int().min(0).max(1440).optional(),
    })
    .optional(),
  linearConfiguration: z
    .object({
      stepPercent: z.number().min(3).max(100).optional(),
      stepBakeTimeInMinutes: z.number().int().min(0).max(1440).optional(),
    })
    .optional(),
  alarms: z
    .object({
      alarmNames: z.array(z.string()),
      enable: z.boolean(),
      rollback: z.boolean(),
    })
    .optional(),
  deploymentCircuitBreaker: breakerSchema.optional(),
});

export const loadBalancerSchema = z.object({
  targetGroupArn: z.string().optional(),
  loadBalancerName: z.string().optional(),
  containerName: z.string().optional(),
  containerPort: z.number().int().optional(),
  advancedConfiguration: verbatimSchema.optional(),
});

/** Fields that `CreateService` and `UpdateService` share. */
export const serviceFields = {
  cluster: z.string().optional(),
  taskDefinition: z.string().optional(),
  desiredCount: z.number().int().min(0).optional(),
  launchType: z.string().optional(),
  capacityProviderStrategy: z.array(verbatimSchema).optional(),
  platformVersion: z.string().optional(),
  networkConfiguration: verbatimSchema.optional(),
  loadBalancers: z.array(loadBalancerSchema).optional(),
  serviceRegistries: z.array(verbatimSchema).optional(),
  serviceConnectConfiguration: verbatimSchema.optional(),
  volumeConfigurations: z.array(verbatimSchema).optional(),
  deploymentConfiguration: deploymentConfigurationSchema.optional(),
  availabilityZoneRebalancing: z.enum(['ENABLED', 'DISABLED']).optional(),
  enableECSManagedTags: z.boolean().optional(),
  enableExecuteCommand: z.boolean().optional(),
  healthCheckGracePeriodSeconds: z.number().int().min(0).optional(),
  placementConstraints: z.array(verbatimSchema).optional(),
  placementStrategy: z.array(verbatimSchema).optional(),
  propagateTags: z.enum(['NONE', 'SERVICE', 'TASK_DEFINITION']).optional(),
};

export const createServiceSchema = z.object({
  ...serviceFields,
  serviceName: z.string().regex(/^[A-Za-z0-9_-]{1,255}$/),
  deploymentController: z
    .object({ type: z.enum(['ECS', 'CODE_DEPLOY', 'EXTERNAL']) })
    .default({ type: 'ECS' }),
  schedulingStrategy: z.enum(['REPLICA', 'DAEMON']).default('REPLICA'),
  tags: tagsSchema,
});

export const updateServiceSchema = z.object({
  ...serviceFields,
  service: z.string(),
  forceNewDeployment: z.boolean().default(false),
});

type SpecificationInput = z.infer<z.ZodObject<typeof serviceFields>>;

/** The fields of an input that a revision freezes; absent ones are left out. */
export function specificationOf(
  input: SpecificationInput,
): Partial<ServiceSpecification> {
  const {
    launchType,
    capacityProviderStrategy,
    platformVersion,
    networkConfiguration,
    loadBalancers,
    serviceRegistries,
    serviceConnectConfiguration,
    volumeConfigurations,
  } = input;
  const fields = {
    launchType,
    capacityProviderStrategy: capacityProviderStrategy?.length
      ? capacityProviderStrategy.map(item => ({ weight: 0, base: 0, ...item }))
      : undefined,
    platformVersion,
    networkConfiguration,
    loadBalancers,
    serviceRegistries,
    serviceConnectConfiguration,
    volumeConfigurations,
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  );
}

/** Refuses what does not fit the task definition, in the words of ECS. */
export function checkSpecification(
  specification: ServiceSpecification,
  definition: TaskDefinition,
): void {
  const refuse = (message: string) => {
    throw new AwsError('InvalidParameterException', message);
  };
  if (definition.status !== 'ACTIVE') {
    throw new AwsError('ClientException', 'TaskDefinition is inactive');
  }
  if (
    definition.networkMode === 'awsvpc' &&
    !specification.networkConfiguration
  ) {
    refuse(
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    );
  }
  for (const { containerName, containerPort } of specification.loadBalancers) {
    const container = definition.containerDefinitions.find(
      ({ name }) => name === containerName,
    );
    if (!container) {
      refuse(
        `The container ${containerName} does not exist in the task definition.`,
      );
    }
    if (
      !container?.portMappings.some(
        mapping => mapping.containerPort === containerPort,
      )
    ) {
      refuse(
        `The container ${containerName} did not have a container port ${containerPort} defined.`,
      );
    }
  }
}
