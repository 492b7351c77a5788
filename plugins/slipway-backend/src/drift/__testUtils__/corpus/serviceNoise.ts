import { ruleBeside } from './commonCases';
import { type DriftCase } from './DriftCase';

const ECS = 'AmazonEC2ContainerServiceV20141113';
const ECR = 'AmazonEC2ContainerRegistry_V20150921';

/** What a person or AWS changes in any service that is no drift. */
export const serviceNoise: DriftCase[] = [
  ruleBeside('aws_security_group.service'),
  {
    name: 'a policy that says the same in another order',
    change: async (hand, state) => {
      const { role, policy } = state('aws_iam_role_policy.execution');
      const { Version, Statement } = JSON.parse(policy);
      await hand.query('iam', 'PutRolePolicy', {
        RoleName: role,
        PolicyName: 'start-tasks',
        PolicyDocument: JSON.stringify({ Statement, Version }, null, 2),
      });
    },
    finds: [],
  },
  {
    name: 'who may assume a role, in another order',
    change: async (hand, state) => {
      const { name, assume_role_policy: policy } = state('aws_iam_role.task');
      const { Version, Statement } = JSON.parse(policy);
      await hand.query('iam', 'UpdateAssumeRolePolicy', {
        RoleName: name,
        PolicyDocument: JSON.stringify({ Statement, Version }, null, 2),
      });
    },
    finds: [],
  },
  {
    name: 'a policy of a role beside that of the code',
    change: (hand, state) =>
      hand.query('iam', 'PutRolePolicy', {
        RoleName: state('aws_iam_role.task').name,
        PolicyName: 'by-hand',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
        }),
      }),
    finds: [],
  },
  {
    name: 'the lifecycle of images, in another order',
    change: async (hand, state) => {
      const { repository, policy } = state('aws_ecr_lifecycle_policy.main');
      const { rules } = JSON.parse(policy);
      await hand.json('ecr', `${ECR}.PutLifecyclePolicy`, {
        repositoryName: repository,
        lifecyclePolicyText: JSON.stringify(
          { rules: rules.map((rule: object) => ({ ...rule })) },
          null,
          2,
        ),
      });
    },
    finds: [],
  },
];

/** What a person or AWS changes there that is no drift. */
export const scaledNoise: DriftCase[] = [
  {
    name: 'a count that autoscaling moved',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.UpdateService`, {
        cluster: state('aws_ecs_service.scaled[0]').cluster,
        service: state('aws_ecs_service.scaled[0]').name,
        desiredCount: 2,
      }),
    finds: [],
  },
  {
    name: 'a revision that nothing uses',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.RegisterTaskDefinition`, {
        family: state('aws_ecs_task_definition.main').family,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '512',
        memory: '1024',
        containerDefinitions: [
          {
            name: 'scaled',
            image: 'other:1',
            portMappings: [{ containerPort: 8080 }],
          },
        ],
      }),
    finds: [],
  },
  {
    name: 'a revision that a pipeline released',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.UpdateService`, {
        cluster: state('aws_ecs_service.scaled[0]').cluster,
        service: state('aws_ecs_service.scaled[0]').name,
        taskDefinition: state('aws_ecs_task_definition.main').family,
      }),
    finds: [],
  },
];
