import { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import { ecsArn } from '../arn';
import type { EcsStore } from '../EcsStore';
import type { TaskDefinition } from '../model';
import { checkFargateSize } from './fargateSizes';
import {
  includeSchema,
  operation,
  page,
  pageSchema,
  tagsSchema,
  verbatimSchema,
  type Operation,
} from './operation';

const portMappingSchema = z
  .looseObject({
    containerPort: z.number().int(),
    hostPort: z.number().int().optional(),
    protocol: z.string().default('tcp'),
  })
  .transform(mapping => ({
    ...mapping,
    hostPort: mapping.hostPort ?? mapping.containerPort,
  }));

/** The defaults are those that ECS itself adds to a registered definition. */
const containerSchema = z.looseObject({
  name: z.string().min(1),
  image: z.string().min(1),
  cpu: z.number().default(0),
  essential: z.boolean().default(true),
  portMappings: z.array(portMappingSchema).default([]),
  environment: z
    .array(z.object({ name: z.string(), value: z.string() }))
    .default([]),
  secrets: z
    .array(z.object({ name: z.string(), valueFrom: z.string() }))
    .optional(),
  mountPoints: z.array(verbatimSchema).default([]),
  volumesFrom: z.array(verbatimSchema).default([]),
  systemControls: z.array(verbatimSchema).default([]),
  dockerLabels: z.record(z.string(), z.string()).optional(),
  healthCheck: z.looseObject({ command: z.array(z.string()) }).optional(),
  stopTimeout: z.number().optional(),
});

const registerSchema = z.looseObject({
  family: z.string().regex(/^[A-Za-z0-9_-]{1,255}$/),
  containerDefinitions: z.array(containerSchema).min(1),
  cpu: z.string().optional(),
  memory: z.string().optional(),
  networkMode: z.string().optional(),
  requiresCompatibilities: z.array(z.string()).default([]),
  volumes: z.array(verbatimSchema).default([]),
  placementConstraints: z.array(verbatimSchema).default([]),
  tags: tagsSchema,
});

const referenceSchema = z.object({ taskDefinition: z.string() });

function toWire(definition: TaskDefinition): object {
  const { arn, tags: _tags, ...rest } = definition;
  return { taskDefinitionArn: arn, ...rest };
}

function allDefinitions(store: EcsStore): TaskDefinition[] {
  return [...store.taskDefinitions.values()].flat();
}

function describable(store: EcsStore, reference: string): TaskDefinition {
  const definition = store.findTaskDefinition(reference);
  if (!definition) {
    throw new AwsError(
      'ClientException',
      'Unable to describe task definition.',
    );
  }
  return definition;
}

export const taskDefinitionOperations: Record<string, Operation> = {
  RegisterTaskDefinition: operation(
    registerSchema,
    (input, { store, now, callerArn }) => {
      if (input.requiresCompatibilities.includes('FARGATE')) {
        checkFargateSize(input);
      }
      const revisions = store.taskDefinitions.get(input.family) ?? [];
      const revision = (revisions.at(-1)?.revision ?? 0) + 1;
      const definition: TaskDefinition = {
        ...input,
        arn: ecsArn(
          store.scope,
          'task-definition',
          `${input.family}:${revision}`,
        ),
        revision,
        status: 'ACTIVE',
        compatibilities:
          input.networkMode === 'awsvpc' ? ['EC2', 'FARGATE'] : ['EC2'],
        registeredAt: now,
        registeredBy: callerArn,
      };
      store.taskDefinitions.set(input.family, [...revisions, definition]);
      return { taskDefinition: toWire(definition), tags: definition.tags };
    },
  ),

  DescribeTaskDefinition: operation(
    z.object({ taskDefinition: z.string(), include: includeSchema }),
    (input, { store }) => {
      const definition = describable(store, input.taskDefinition);
      return {
        taskDefinition: toWire(definition),
        tags: input.include.includes('TAGS') ? definition.tags : [],
      };
    },
  ),

  DeregisterTaskDefinition: operation(
    referenceSchema,
    (input, { store, now }) => {
      const definition = describable(store, input.taskDefinition);
      definition.status = 'INACTIVE';
      definition.deregisteredAt = now;
      return { taskDefinition: toWire(definition) };
    },
  ),

  DeleteTaskDefinitions: operation(
    z.object({ taskDefinitions: z.array(z.string()).min(1).max(10) }),
    (input, { store, now }) => {
      const taskDefinitions = [];
      const failures = [];
      for (const reference of input.taskDefinitions) {
        const definition = describable(store, reference);
        if (definition.status === 'ACTIVE') {
          failures.push({
            arn: definition.arn,
            reason:
              'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
          });
        } else {
          definition.status = 'DELETE_IN_PROGRESS';
          definition.deleteRequestedAt = now;
          taskDefinitions.push(toWire(definition));
        }
      }
      return { taskDefinitions, failures };
    },
  ),

  ListTaskDefinitions: operation(
    z.object({
      ...pageSchema,
      familyPrefix: z.string().optional(),
      status: z.string().default('ACTIVE'),
      sort: z.enum(['ASC', 'DESC']).default('ASC'),
    }),
    (input, { store }) => {
      const arns = allDefinitions(store)
        .filter(
          ({ family, status }) =>
            status === input.status &&
            (!input.familyPrefix || family === input.familyPrefix),
        )
        .map(({ arn }) => arn);
      const { items, nextToken } = page(
        input.sort === 'DESC' ? arns.reverse() : arns,
        input,
      );
      return { taskDefinitionArns: items, nextToken };
    },
  ),

  ListTaskDefinitionFamilies: operation(
    z.object({ ...pageSchema, familyPrefix: z.string().default('') }),
    (input, { store }) => {
      const families = [...store.taskDefinitions.keys()].filter(family =>
        family.startsWith(input.familyPrefix),
      );
      const { items, nextToken } = page(families.sort(), input);
      return { families: items, nextToken };
    },
  ),
};
