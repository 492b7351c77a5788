import { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import { ecsArn, resourceName } from '../arn';
import type { EcsStore } from '../EcsStore';
import type { Cluster } from '../model';
import {
  includeSchema,
  namesSchema,
  operation,
  page,
  pageSchema,
  tagsSchema,
  verbatimSchema,
  type Operation,
} from './operation';

const PROVIDERS = ['FARGATE', 'FARGATE_SPOT'];

const clusterFields = {
  settings: z.array(verbatimSchema).optional(),
  configuration: verbatimSchema.optional(),
  serviceConnectDefaults: verbatimSchema.optional(),
};

function toWire(store: EcsStore, cluster: Cluster, include: string[]) {
  const tasks = [...store.tasks.values()].filter(
    task => task.clusterArn === cluster.arn,
  );
  const services = [...store.services.values()].filter(
    service =>
      service.clusterArn === cluster.arn && service.status !== 'INACTIVE',
  );
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: cluster.instances,
    runningTasksCount: tasks.filter(task => task.lastStatus === 'RUNNING')
      .length,
    pendingTasksCount: tasks.filter(task =>
      ['PROVISIONING', 'PENDING'].includes(task.lastStatus),
    ).length,
    activeServicesCount: services.length,
    statistics: [],
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy,
    serviceConnectDefaults: cluster.serviceConnectDefaults,
    settings: include.includes('SETTINGS') ? cluster.settings : [],
    configuration: include.includes('CONFIGURATIONS')
      ? cluster.configuration
      : undefined,
    tags: include.includes('TAGS') ? cluster.tags : [],
  };
}

const ALL = ['SETTINGS', 'CONFIGURATIONS', 'TAGS'];

export const clusterOperations: Record<string, Operation> = {
  CreateCluster: operation(
    z.object({
      clusterName: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,255}$/)
        .default('default'),
      capacityProviders: namesSchema,
      defaultCapacityProviderStrategy: z.array(verbatimSchema).default([]),
      tags: tagsSchema,
      ...clusterFields,
    }),
    (input, { store }) => {
      const existing = store.clusters.get(input.clusterName);
      if (existing?.status === 'ACTIVE') {
        return { cluster: toWire(store, existing, ALL) };
      }
      const { clusterName: name, settings, ...rest } = input;
      const cluster: Cluster = {
        ...rest,
        arn: ecsArn(store.scope, 'cluster', name),
        name,
        status: 'ACTIVE',
        settings: settings ?? [
          { name: 'containerInsights', value: 'disabled' },
        ],
        instances: 0,
      };
      store.clusters.set(name, cluster);
      return { cluster: toWire(store, cluster, ALL) };
    },
  ),

  DescribeClusters: operation(
    z.object({ clusters: namesSchema, include: includeSchema }),
    (input, { store }) => {
      const names = input.clusters.length > 0 ? input.clusters : ['default'];
      const clusters = [];
      const failures = [];
      for (const name of names) {
        const cluster = store.clusters.get(resourceName(name));
        if (cluster) {
          clusters.push(toWire(store, cluster, input.include));
        } else {
          failures.push({
            arn: ecsArn(store.scope, 'cluster', resourceName(name)),
            reason: 'MISSING',
          });
        }
      }
      return { clusters, failures };
    },
  ),

  ListClusters: operation(z.object(pageSchema), (input, { store }) => {
    const arns = [...store.clusters.values()]
      .filter(cluster => cluster.status === 'ACTIVE')
      .map(cluster => cluster.arn);
    const { items, nextToken } = page(arns, input);
    return { clusterArns: items, nextToken };
  }),

  UpdateCluster: operation(
    z.object({ cluster: z.string(), ...clusterFields }),
    ({ cluster: name, ...changes }, { store }) => {
      const cluster = store.cluster(name);
      Object.assign(cluster, JSON.parse(JSON.stringify(changes)));
      return { cluster: toWire(store, cluster, ALL) };
    },
  ),

  UpdateClusterSettings: operation(
    z.object({ cluster: z.string(), settings: z.array(verbatimSchema) }),
    (input, { store }) => {
      const cluster = store.cluster(input.cluster);
      cluster.settings = input.settings;
      return { cluster: toWire(store, cluster, ALL) };
    },
  ),

  PutClusterCapacityProviders: operation(
    z.object({
      cluster: z.string(),
      capacityProviders: namesSchema,
      defaultCapacityProviderStrategy: z.array(verbatimSchema).default([]),
    }),
    (input, { store }) => {
      const cluster = store.cluster(input.cluster);
      const unknown = input.capacityProviders.find(
        name => !PROVIDERS.includes(name),
      );
      if (unknown) {
        throw new AwsError(
          'InvalidParameterException',
          `The specified capacity provider '${unknown}' was not found. Specify a valid name or ARN and try again.`,
        );
      }
      cluster.capacityProviders = input.capacityProviders;
      cluster.defaultCapacityProviderStrategy =
        input.defaultCapacityProviderStrategy.map(item => ({
          weight: 0,
          base: 0,
          ...item,
        }));
      return { cluster: toWire(store, cluster, ALL) };
    },
  ),

  DescribeCapacityProviders: operation(
    z.object({ capacityProviders: z.array(z.string()).optional() }),
    (input, { store }) => {
      const wanted = (input.capacityProviders ?? PROVIDERS).map(resourceName);
      return {
        capacityProviders: PROVIDERS.filter(name => wanted.includes(name)).map(
          name => ({
            capacityProviderArn: ecsArn(store.scope, 'capacity-provider', name),
            name,
            status: 'ACTIVE',
            tags: [],
          }),
        ),
        failures: wanted
          .filter(name => !PROVIDERS.includes(name))
          .map(name => ({
            arn: ecsArn(store.scope, 'capacity-provider', name),
            reason: 'MISSING',
          })),
      };
    },
  ),

  DeleteCluster: operation(
    z.object({ cluster: z.string() }),
    (input, { store }) => {
      const cluster = store.cluster(input.cluster);
      const { activeServicesCount, runningTasksCount, pendingTasksCount } =
        toWire(store, cluster, []);
      if (activeServicesCount > 0) {
        throw new AwsError(
          'ClusterContainsServicesException',
          'The Cluster cannot be deleted while Services are active.',
        );
      }
      if (runningTasksCount + pendingTasksCount > 0) {
        throw new AwsError(
          'ClusterContainsTasksException',
          'The Cluster cannot be deleted while Tasks are active.',
        );
      }
      cluster.status = 'INACTIVE';
      return { cluster: toWire(store, cluster, ALL) };
    },
  ),
};
