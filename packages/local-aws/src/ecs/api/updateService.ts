import type { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import type { Service, ServiceSpecification } from '../model';
import { beginDeployment, needsDeployment } from '../rollout/deployments';
import { checkUpdate } from '../taskSets/controllers';
import type { EcsContext } from './operation';
import {
  checkSpecification,
  specificationOf,
  type updateServiceSchema,
} from './serviceInput';
import { serviceToWire } from './serviceWire';

type UpdateServiceInput = z.infer<typeof updateServiceSchema>;

/** `UpdateService`. A change that tasks see begins a deployment. */
export async function updateService(
  input: UpdateServiceInput,
  context: EcsContext,
): Promise<object> {
  const { store, now } = context;
  const service = store.service(input.cluster, input.service);
  if (service.status !== 'ACTIVE') {
    throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
  }
  checkUpdate(service, input);
  if (service.taskSets) {
    applyChanges(service, input);
    return { service: serviceToWire(store, service, ['TAGS']) };
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

  applyChanges(service, input);
  service.specification = specification;
  if (deploys) {
    beginDeployment(service, definition.containerDefinitions, {
      scope: store.scope,
      now,
    });
  }
  return { service: serviceToWire(store, service, ['TAGS']) };
}

/** Changes what takes no deployment. */
function applyChanges(service: Service, input: UpdateServiceInput): void {
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
}
