import type { Authorization, ConditionContext } from '../Authorization';
import {
  jsonOf,
  jsonTags,
  regionalArn,
  removedTags,
  requestTags,
  textOf,
  textsOf,
  type Mapping,
  type MappingInput,
} from './MappingInput';

function clusterArn(input: MappingInput, cluster: unknown): string {
  const name = textOf(cluster) ?? 'default';
  return name.startsWith('arn:')
    ? name
    : regionalArn(input, 'ecs', `cluster/${name}`);
}

function serviceArn(input: MappingInput, service: string): string {
  if (service.startsWith('arn:')) {
    return service;
  }
  const cluster = clusterArn(input, jsonOf(input).cluster).split('/')[1];
  return regionalArn(input, 'ecs', `service/${cluster}/${service}`);
}

function taskSetArn(input: MappingInput, taskSet: string): string {
  return taskSet.startsWith('arn:')
    ? taskSet
    : serviceArn(input, textOf(jsonOf(input).service) ?? '')
        .replace(':service/', ':task-set/')
        .concat(`/${taskSet}`);
}

function taskArn(input: MappingInput, task: string): string {
  if (task.startsWith('arn:')) {
    return task;
  }
  const cluster = clusterArn(input, jsonOf(input).cluster).split('/')[1];
  return regionalArn(input, 'ecs', `task/${cluster}/${task}`);
}

function taskDefinitionArn(
  input: MappingInput,
  taskDefinition: unknown,
): string | undefined {
  const name = textOf(taskDefinition);
  if (name === undefined || name.startsWith('arn:')) {
    return name;
  }
  const revision = name.includes(':') ? name : `${name}:1`;
  return regionalArn(input, 'ecs', `task-definition/${revision}`);
}

/** The resources that a call names, by action. An action that is not here has none that the emulator knows. */
function resourcesOf(input: MappingInput): (string | undefined)[] {
  const json = jsonOf(input);
  switch (input.request.action) {
    case 'CreateCluster':
      return [clusterArn(input, json.clusterName)];
    case 'DeleteCluster':
    case 'UpdateCluster':
    case 'UpdateClusterSettings':
    case 'PutClusterCapacityProviders':
      return [clusterArn(input, json.cluster)];
    case 'DescribeClusters': {
      const clusters = textsOf(json.clusters);
      return (clusters.length > 0 ? clusters : [undefined]).map(cluster =>
        clusterArn(input, cluster),
      );
    }
    case 'CreateService':
      return [serviceArn(input, textOf(json.serviceName) ?? '')];
    case 'UpdateService':
    case 'UpdateServicePrimaryTaskSet':
    case 'DeleteService':
    case 'ListServiceDeployments':
      return [serviceArn(input, textOf(json.service) ?? '')];
    case 'CreateTaskSet':
      return [taskSetArn(input, '*')];
    case 'UpdateTaskSet':
    case 'DeleteTaskSet':
      return [taskSetArn(input, textOf(json.taskSet) ?? '')];
    case 'DescribeTaskSets': {
      const taskSets = textsOf(json.taskSets);
      return (taskSets.length > 0 ? taskSets : ['*']).map(taskSet =>
        taskSetArn(input, taskSet),
      );
    }
    case 'DescribeServices':
      return textsOf(json.services).map(service => serviceArn(input, service));
    case 'DescribeServiceDeployments':
      return textsOf(json.serviceDeploymentArns);
    case 'DescribeServiceRevisions':
      return textsOf(json.serviceRevisionArns);
    case 'ContinueServiceDeployment':
    case 'StopServiceDeployment':
      return [textOf(json.serviceDeploymentArn)];
    case 'RegisterTaskDefinition':
      return [taskDefinitionArn(input, json.family)];
    case 'RunTask':
    case 'StartTask':
      return [taskDefinitionArn(input, json.taskDefinition)];
    case 'DescribeTasks':
      return textsOf(json.tasks).map(task => taskArn(input, task));
    case 'StopTask':
      return [taskArn(input, textOf(json.task) ?? '')];
    case 'TagResource':
    case 'UntagResource':
    case 'ListTagsForResource':
      return [textOf(json.resourceArn)];
    default:
      return [undefined];
  }
}

const CREATING = [
  'CreateCluster',
  'CreateService',
  'CreateTaskSet',
  'RegisterTaskDefinition',
  'RunTask',
];

/** ECS: tags given at creation need `ecs:TagResource` too, and roles handed to tasks need `iam:PassRole`. */
export const ecs: Mapping = input => {
  const { action } = input.request;
  const json = jsonOf(input);
  const tags = requestTags(jsonTags(json.tags));
  const context: ConditionContext = {
    ...tags,
    ...removedTags(textsOf(json.tagKeys)),
  };
  if (json.cluster !== undefined) {
    context['ecs:cluster'] = clusterArn(input, json.cluster);
  }
  const taskDefinition = taskDefinitionArn(input, json.taskDefinition);
  if (taskDefinition) {
    context['ecs:task-definition'] = taskDefinition;
  }
  if (action.includes('TaskSet') && json.service !== undefined) {
    context['ecs:service'] = serviceArn(input, textOf(json.service) ?? '');
  }
  const isCreated = CREATING.includes(action) && action !== 'RunTask';
  const resources = resourcesOf(input);
  const own = resources.map(
    (resource): Authorization => ({
      action: `ecs:${action}`,
      resource,
      context,
      isCreated,
    }),
  );
  const tagging =
    CREATING.includes(action) && Object.keys(tags).length > 0
      ? resources.map(
          (resource): Authorization => ({
            action: 'ecs:TagResource',
            resource:
              action === 'RunTask' ? taskArn(input, 'created') : resource,
            context: { ...tags, 'ecs:CreateAction': action },
            isCreated: true,
          }),
        )
      : [];
  return [...own, ...tagging, ...passedRoles(input)];
};

function passedRoles(input: MappingInput): Authorization[] {
  const json = jsonOf(input);
  const overrides = json.overrides as Record<string, unknown> | undefined;
  const source =
    input.request.action === 'RegisterTaskDefinition' ? json : overrides;
  const roles = [source?.taskRoleArn, source?.executionRoleArn]
    .map(textOf)
    .filter(role => role !== undefined);
  return [...new Set(roles)].map(role => ({
    action: 'iam:PassRole',
    resource: role.startsWith('arn:')
      ? role
      : `arn:aws:iam::${input.accountId}:role/${role}`,
    context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
  }));
}
