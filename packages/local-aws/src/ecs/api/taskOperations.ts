import { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import { resourceName } from '../arn';
import type { Cluster, Task } from '../model';
import type { EcsStore } from '../EcsStore';
import {
  includeSchema,
  operation,
  page,
  pageSchema,
  tagsSchema,
  verbatimSchema,
  type Operation,
} from './operation';
import { taskToWire } from './taskWire';

function findTask(
  store: EcsStore,
  cluster: Cluster,
  idOrArn: string,
): Task | undefined {
  return [...store.tasks.values()].find(
    task =>
      task.clusterArn === cluster.arn && task.id === resourceName(idOrArn),
  );
}

const clusterField = { cluster: z.string().optional() };

export const taskOperations: Record<string, Operation> = {
  ListTasks: operation(
    z.object({
      ...clusterField,
      ...pageSchema,
      serviceName: z.string().optional(),
      family: z.string().optional(),
      startedBy: z.string().optional(),
      launchType: z.string().optional(),
      desiredStatus: z
        .enum(['RUNNING', 'PENDING', 'STOPPED'])
        .default('RUNNING'),
    }),
    (input, { store }) => {
      const cluster = store.cluster(input.cluster);
      const service =
        input.serviceName === undefined
          ? undefined
          : store.service(cluster.name, input.serviceName);
      const arns = [...store.tasks.values()]
        .filter(
          task =>
            task.clusterArn === cluster.arn &&
            task.desiredStatus === input.desiredStatus &&
            (!service || task.serviceName === service.name) &&
            (!input.family ||
              resourceName(task.taskDefinitionArn).split(':')[0] ===
                input.family) &&
            (!input.startedBy || task.startedBy === input.startedBy) &&
            (!input.launchType || task.launchType === input.launchType),
        )
        .map(task => task.arn);
      const { items, nextToken } = page(arns, input);
      return { taskArns: items, nextToken };
    },
  ),

  DescribeTasks: operation(
    z.object({
      ...clusterField,
      tasks: z.array(z.string()).max(100),
      include: includeSchema,
    }),
    (input, { store }) => {
      if (input.tasks.length === 0) {
        throw new AwsError(
          'InvalidParameterException',
          'Tasks cannot be empty.',
        );
      }
      const cluster = store.cluster(input.cluster);
      const tasks = [];
      const failures = [];
      for (const idOrArn of input.tasks) {
        const task = findTask(store, cluster, idOrArn);
        if (task) {
          tasks.push(taskToWire(task, input.include));
        } else {
          failures.push({ arn: idOrArn, reason: 'MISSING' });
        }
      }
      return { tasks, failures };
    },
  ),

  RunTask: operation(
    z.object({
      ...clusterField,
      taskDefinition: z.string(),
      count: z.number().int().min(1).max(10).default(1),
      launchType: z.string().default('FARGATE'),
      group: z.string().optional(),
      startedBy: z.string().optional(),
      networkConfiguration: verbatimSchema.optional(),
      overrides: z
        .object({
          containerOverrides: z
            .array(
              z.object({
                name: z.string(),
                environment: z
                  .array(z.object({ name: z.string(), value: z.string() }))
                  .default([]),
              }),
            )
            .default([]),
        })
        .default({ containerOverrides: [] }),
      tags: tagsSchema,
    }),
    (input, { store, startTask }) => {
      const cluster = store.cluster(input.cluster);
      const definition = store.taskDefinition(input.taskDefinition);
      const tasks = Array.from({ length: input.count }, () =>
        startTask({
          cluster,
          definition,
          group: input.group ?? `family:${definition.family}`,
          startedBy: input.startedBy,
          launchType: input.launchType,
          networkConfiguration: input.networkConfiguration,
          environmentOverrides: input.overrides.containerOverrides,
          tags: input.tags,
        }),
      );
      return { tasks: tasks.map(task => taskToWire(task, [])), failures: [] };
    },
  ),

  StopTask: operation(
    z.object({
      ...clusterField,
      task: z.string(),
      reason: z.string().default('Task stopped by user'),
    }),
    (input, { store, stopTask }) => {
      const cluster = store.cluster(input.cluster);
      const task = findTask(store, cluster, input.task);
      if (!task) {
        throw new AwsError(
          'InvalidParameterException',
          'The referenced task was not found.',
        );
      }
      stopTask(task, input.reason);
      return { task: taskToWire(task, []) };
    },
  ),
};
