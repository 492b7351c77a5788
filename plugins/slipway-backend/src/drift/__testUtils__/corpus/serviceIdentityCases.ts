import { taggedRole } from './commonCases';
import { type DriftCase } from './DriftCase';

// Without the conditions of the code.
const OPEN_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
    },
  ],
});

/** Hand changes of what the tasks of a service may do. */
export const serviceIdentityCases: DriftCase[] = [
  {
    name: 'who may assume the task role',
    change: (hand, state) =>
      hand.query('iam', 'UpdateAssumeRolePolicy', {
        RoleName: state('aws_iam_role.task').name,
        PolicyDocument: OPEN_POLICY,
      }),
    finds: ['aws_iam_role.task assume_role_policy'],
  },
  taggedRole('aws_iam_role.execution'),
  taggedRole('aws_iam_role.task'),
  {
    name: 'the policy of the execution role',
    change: (hand, state) =>
      hand.query('iam', 'PutRolePolicy', {
        RoleName: state('aws_iam_role.execution').name,
        PolicyName: 'start-tasks',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
        }),
      }),
    finds: ['aws_iam_role_policy.execution policy'],
  },
  {
    name: 'the boundary of the task role, taken away',
    change: (hand, state) =>
      hand.query('iam', 'DeleteRolePermissionsBoundary', {
        RoleName: state('aws_iam_role.task').name,
      }),
    finds: ['aws_iam_role.task permissions_boundary'],
  },
  {
    name: 'the policy of the execution role, deleted',
    change: (hand, state) =>
      hand.query('iam', 'DeleteRolePolicy', {
        RoleName: state('aws_iam_role.execution').name,
        PolicyName: 'start-tasks',
      }),
    finds: ['aws_iam_role_policy.execution'],
  },
];
