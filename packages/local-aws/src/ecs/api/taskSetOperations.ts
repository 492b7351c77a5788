import { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import { ecsArn } from '../arn';
import type { Service, TaskSet } from '../model';
import { addEvent } from '../rollout/events';
import { checkTaskSetLimit, taskSetsOf } from '../taskSets/controllers';
import {
  computedDesiredCount,
  createTaskSet,
  makePrimary,
} from '../taskSets/taskSets';
import {
  includeSchema,
  operation,
  tagsSchema,
  verbatimSchema,
  type EcsContext,
  type Operation,
} from './operation';
import {
  checkSpecification,
  loadBalancerSchema,
  specificationOf,
} from './serviceInput';
import { taskSetToWire } from './taskSetWire';

const scaleSchema = z.object({
  value: z.number().min(0).max(100).default(0),
  unit: z.literal('PERCENT').default('PERCENT'),
});

const serviceFields = { cluster: z.string(), service: z.string() };
const taskSetFields = { ...serviceFields, taskSet: z.string() };

const createSchema = z.object({
  ...serviceFields,
  taskDefinition: z.string(),
  externalId: z.string().optional(),
  networkConfiguration: verbatimSchema.optional(),
  loadBalancers: z.array(loadBalancerSchema).default([]),
  serviceRegistries: z.array(verbatimSchema).default([]),
  launchType: z.string().optional(),
  capacityProviderStrategy: z.array(verbatimSchema).optional(),
  platformVersion: z.string().optional(),
  scale: scaleSchema.default({ value: 0, unit: 'PERCENT' }),
  clientToken: z.string().optional(),
  tags: tagsSchema,
});

const ID = /^ecs-svc\/\d+$/;

/** Finds a task set by id or ARN. Throws what ECS answers to a word that is neither. */
function findTaskSet(service: Service, idOrArn: string): TaskSet | undefined {
  const id = idOrArn.split('/').slice(-2).join('/');
  if (!ID.test(id)) {
    throw new AwsError(
      'InvalidParameterException',
      'Task Set Identifier is invalid',
    );
  }
  return taskSetsOf(service).find(taskSet => taskSet.id === id);
}

function taskSetOf(service: Service, idOrArn: string): TaskSet {
  const taskSet = findTaskSet(service, idOrArn);
  if (!taskSet) {
    throw new AwsError('TaskSetNotFoundException', 'TaskSet not found.');
  }
  return taskSet;
}

async function create(
  input: z.infer<typeof createSchema>,
  context: EcsContext,
): Promise<object> {
  const { store, now } = context;
  const service = store.service(input.cluster, input.service);
  const taskSets = taskSetsOf(service);
  const answer = (taskSet: TaskSet) => ({
    taskSet: taskSetToWire(store, service, { taskSet, include: ['TAGS'] }),
  });
  const known = taskSets.find(
    ({ clientToken }) => clientToken && clientToken === input.clientToken,
  );
  if (known) {
    return answer(known);
  }
  checkTaskSetLimit(service);
  const definition = store.taskDefinition(input.taskDefinition);
  const given = specificationOf(input);
  const launchType = given.capacityProviderStrategy
    ? undefined
    : given.launchType ?? 'EC2';
  const specification = {
    loadBalancers: [],
    serviceRegistries: [],
    ...given,
    launchType,
    platformVersion:
      launchType === 'EC2' ? undefined : given.platformVersion ?? 'LATEST',
    taskDefinition: definition.arn,
  };
  checkSpecification(specification, definition);
  await context.checkTargetGroups(specification.loadBalancers);
  const isCodeDeploy = service.deploymentController.type === 'CODE_DEPLOY';
  const taskSet = createTaskSet(
    service,
    {
      specification,
      scale: input.scale.value,
      externalId: input.externalId,
      startedBy: isCodeDeploy ? 'CODE_DEPLOY' : undefined,
      clientToken: input.clientToken,
      tags: input.tags,
    },
    { scope: store.scope, now },
  );
  taskSets.push(taskSet);
  service.steady = false;
  return answer(taskSet);
}

/**
 * What an external controller rolls a service out with. CodeDeploy calls the same operations on a service of its own; here whoever tests
 * plays CodeDeploy.
 */
export const taskSetOperations: Record<string, Operation> = {
  CreateTaskSet: operation(createSchema, create),

  UpdateTaskSet: operation(
    z.object({ ...taskSetFields, scale: scaleSchema }),
    (input, { store, now }) => {
      const service = store.service(input.cluster, input.service);
      const taskSet = taskSetOf(service, input.taskSet);
      taskSet.scale = input.scale.value;
      taskSet.updatedAt = now;
      service.steady = false;
      addEvent(
        service,
        `updated computedDesiredCount for taskSet ${
          taskSet.id
        } to ${computedDesiredCount(service, taskSet)}.`,
        now,
      );
      return {
        taskSet: taskSetToWire(store, service, { taskSet, include: ['TAGS'] }),
      };
    },
  ),

  UpdateServicePrimaryTaskSet: operation(
    z.object({ ...serviceFields, primaryTaskSet: z.string() }),
    (input, { store, now }) => {
      const service = store.service(input.cluster, input.service);
      const taskSet = taskSetOf(service, input.primaryTaskSet);
      makePrimary(service, taskSet, now);
      return {
        taskSet: taskSetToWire(store, service, { taskSet, include: ['TAGS'] }),
      };
    },
  ),

  DeleteTaskSet: operation(
    z.object({ ...taskSetFields, force: z.boolean().default(false) }),
    (input, { store, now }) => {
      const service = store.service(input.cluster, input.service);
      const taskSet = taskSetOf(service, input.taskSet);
      if (!input.force && taskSet.status === 'PRIMARY') {
        throw new AwsError(
          'InvalidParameterException',
          'Primary TaskSet cannot be deleted',
        );
      }
      if (!input.force && taskSet.scale > 0) {
        throw new AwsError(
          'InvalidParameterException',
          'The TaskSet cannot be deleted while it is scaled above 0.',
        );
      }
      taskSet.status = 'DRAINING';
      taskSet.updatedAt = now;
      return {
        taskSet: taskSetToWire(store, service, { taskSet, include: ['TAGS'] }),
      };
    },
  ),

  DescribeTaskSets: operation(
    z.object({
      ...serviceFields,
      taskSets: z.array(z.string()).optional(),
      include: includeSchema,
    }),
    (input, { store }) => {
      const service = store.service(input.cluster, input.service);
      const wanted = input.taskSets ?? taskSetsOf(service).map(({ id }) => id);
      const taskSets = [];
      const failures = [];
      for (const id of wanted) {
        const taskSet = findTaskSet(service, id);
        if (taskSet) {
          const { include } = input;
          taskSets.push(taskSetToWire(store, service, { taskSet, include }));
        } else {
          failures.push({
            arn: id.startsWith('arn:')
              ? id
              : ecsArn(
                  store.scope,
                  'task-set',
                  input.cluster,
                  service.name,
                  id,
                ),
            reason: 'MISSING',
          });
        }
      }
      return { taskSets, failures };
    },
  ),
};
