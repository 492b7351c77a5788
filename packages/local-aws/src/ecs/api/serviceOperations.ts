import { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import { ecsArn } from '../arn';
import { createService } from './createService';
import {
  includeSchema,
  operation,
  page,
  pageSchema,
  type Operation,
} from './operation';
import { createServiceSchema, updateServiceSchema } from './serviceInput';
import { serviceToWire } from './serviceWire';
import { updateService } from './updateService';

/** ECS describes at most ten services in one call. */
const MAXIMUM_DESCRIBED = 10;

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
      for (const taskSet of service.taskSets ?? []) {
        taskSet.status = 'DRAINING';
      }
      return { service: serviceToWire(store, service, ['TAGS']) };
    },
  ),
};
