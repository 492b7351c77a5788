import { type FakeAws } from './fakeAws';
import { SERVICE_ARN } from './ordersState';
import {
  describedService,
  describedTask,
  REVISION_ARN,
  runOrders,
} from './runningOrders';

export const TARGET_GROUP =
  'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/slipway-orders/1';

/** Makes a fake AWS tell of the fixture service behind a load balancer, scaling by itself, with two running tasks and a stopped one. */
export function runOrdersInFull(aws: FakeAws) {
  runOrders(aws);
  aws.answers.DescribeServices = {
    services: [
      describedService({
        loadBalancers: [
          {
            targetGroupArn: TARGET_GROUP,
            containerName: 'orders',
            containerPort: 8080,
          },
        ],
      }),
    ],
  };
  aws.answers.ListTasks = input => ({ taskArns: tasksOf(input) });
  aws.answers.DescribeTasks = input => ({
    tasks: ('tasks' in input ? (input.tasks as string[]) : []).map(taskArn =>
      describedTask({ taskArn }),
    ),
  });
  aws.answers.DescribeServiceDeployments = {
    serviceDeployments: [
      {
        serviceDeploymentArn: `${SERVICE_ARN}/1`,
        status: 'SUCCESSFUL',
        finishedAt: 1_795_341_660,
        targetServiceRevision: { arn: REVISION_ARN },
      },
    ],
  };
  aws.answers.DescribeTaskDefinition = {
    taskDefinition: {
      containerDefinitions: [
        {
          name: 'orders',
          environment: [{ name: 'PASSWORD', value: 'canary-of-environment' }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '/slipway/orders',
              'awslogs-stream-prefix': 'app',
            },
          },
        },
      ],
    },
  };
  aws.answers.DescribeScalableTargets = {
    ScalableTargets: [{ MinCapacity: 2, MaxCapacity: 4 }],
  };
  aws.answers.DescribeScalingPolicies = { ScalingPolicies: [] };
  aws.answers.DescribeScheduledActions = { ScheduledActions: [] };
  aws.targets = [
    { id: '10.0.1.7', state: 'healthy' },
    {
      id: '10.0.1.8',
      state: 'unhealthy',
      reason: 'Target.FailedHealthChecks',
    },
  ];
}

/** The ARNs that ListTasks answers. */
export function tasksOf(input: object): string[] {
  const { desiredStatus } = input as { desiredStatus: string };
  return desiredStatus === 'RUNNING' ? ['t/1', 't/2'] : ['t/9'];
}
