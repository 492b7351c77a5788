import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { deployedServiceDetailsSchema } from '@slipway/plugin-slipway-common';
import { setupServer } from 'msw/node';
import { ecsReaders } from '../../__testUtils__/ecsReaders';
import { FakeAws } from '../../__testUtils__/fakeAws';
import { SERVICE_ARN } from '../../__testUtils__/ordersState';
import { readDenials } from '../../__testUtils__/RecordedDenials';
import { describedService } from '../../__testUtils__/runningOrders';
import {
  runOrdersInFull,
  TARGET_GROUP,
  tasksOf,
} from '../../__testUtils__/runningOrdersInFull';

const ENDPOINT = 'http://aws.example';
const worker = setupServer();
registerMswTestHooks(worker);

const key = {
  environment: 'local',
  cluster: 'slipway',
  service: 'slipway-orders',
};

function setUp() {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  runOrdersInFull(aws);
  const { ecs, details } = ecsReaders({ endpoint: ENDPOINT });
  const read = async () => {
    const answer = await ecs.read(key);
    if (!answer.value) {
      throw new Error(answer.problem.message);
    }
    aws.calls.length = 0;
    return deployedServiceDetailsSchema.parse(
      await details.read({ key, snapshot: answer.value, at: answer.at }),
    );
  };
  return { aws, read };
}

describe('DetailsReader', () => {
  it('tells rollout, history, tasks, target health, scaling and logs in twelve calls, and again in none', async () => {
    const { aws, read } = setUp();
    const told = await read();
    expect(told).toMatchObject({
      name: 'slipway-orders',
      rollout: {
        status: 'SUCCESSFUL',
        revisions: [{ role: 'target', taskDefinition: 'slipway-orders:3' }],
      },
      history: { succeeded: 1, failed: 0, changeFailureRate: 0 },
      tasks: [{ id: '1' }, { id: '2' }, { id: '9' }],
      targetGroups: [
        {
          name: 'slipway-orders',
          container: 'orders',
          port: 8080,
          targets: [
            { id: '10.0.1.7', state: 'healthy' },
            { state: 'unhealthy', reason: 'Target.FailedHealthChecks' },
          ],
        },
      ],
      scaling: { min: 2, max: 4 },
      logs: [
        { container: 'orders', driver: 'awslogs', group: '/slipway/orders' },
      ],
      problems: [],
    });
    expect(JSON.stringify(told)).not.toContain('canary-of-environment');
    expect([...aws.calls].sort()).toEqual([
      'DescribeScalableTargets',
      'DescribeScalingPolicies',
      'DescribeScheduledActions',
      'DescribeServiceDeployments',
      'DescribeServiceRevisions',
      'DescribeTargetHealth',
      'DescribeTaskDefinition',
      'DescribeTasks',
      'DescribeTasks',
      'ListServiceDeployments',
      'ListTasks',
      'ListTasks',
    ]);

    await read();
    expect(aws.calls).toEqual([]);
  });

  it('asks for policies only where the service scales', async () => {
    const { aws, read } = setUp();
    aws.answers.DescribeScalableTargets = { ScalableTargets: [] };
    const told = await read();
    expect(told.scaling).toBeUndefined();
    expect(told.problems).toEqual([]);
    expect(aws.calls).not.toContain('DescribeScalingPolicies');
  });

  it('reads all pages of 250 tasks and of the history', async () => {
    const { aws, read } = setUp();
    const arns = Array.from({ length: 250 }, (_, n) => `t/${n}`);
    aws.answers.ListTasks = input => {
      const { desiredStatus, nextToken = '0' } = input as {
        desiredStatus: string;
        nextToken?: string;
      };
      const start = Number(nextToken);
      return desiredStatus === 'RUNNING'
        ? {
            taskArns: arns.slice(start, start + 100),
            nextToken: start + 100 < 250 ? String(start + 100) : undefined,
          }
        : { taskArns: [] };
    };
    const brief = (n: number) => ({
      serviceDeploymentArn: `d/${n}`,
      status: 'SUCCESSFUL',
      createdAt: 1_795_341_600 + n,
      finishedAt: 1_795_341_700 + n,
    });
    aws.answers.ListServiceDeployments = input =>
      'nextToken' in input
        ? { serviceDeployments: [brief(1)] }
        : { serviceDeployments: [brief(2)], nextToken: 'more' };
    const told = await read();
    expect(new Set(told.tasks.map(({ id }) => id)).size).toBe(250);
    expect(told.history?.rollouts.map(({ id }) => id)).toEqual(['2', '1']);
  });

  it.each([
    ['DescribeServiceDeployments', 'rollout', 'ecs'],
    ['DescribeServiceRevisions', 'rollout', 'ecs'],
    ['ListTasks', 'tasks', 'ecs'],
    ['DescribeTaskDefinition', 'logs', 'ecs'],
    ['DescribeScalableTargets', 'scaling', 'application-autoscaling'],
    ['DescribeScalingPolicies', 'scaling', 'application-autoscaling'],
  ])('tells the rest when %s is denied', async (action, part, service) => {
    const { aws, read } = setUp();
    const { ListTasks } = aws.answers;
    aws.answers[action] =
      action === 'ListTasks'
        ? input =>
            tasksOf(input).length === 1 || typeof ListTasks !== 'function'
              ? { awsError: 'AccessDeniedException' }
              : ListTasks(input)
        : { awsError: 'AccessDeniedException' };
    const told = await read();
    expect(told.problems).toEqual([
      {
        part,
        problem: expect.objectContaining({
          code: 'access-denied',
          missingAction: `${service}:${action}`,
        }),
      },
    ]);
    expect(told.tasks.length).toBeGreaterThan(0);
    expect(told.targetGroups?.[0]?.targets).toHaveLength(2);
  });

  it('names the action when target health is denied', async () => {
    const { aws, read } = setUp();
    const { lacking } = readDenials();
    aws.targets = () => lacking['elasticloadbalancing:DescribeTargetHealth'];
    const told = await read();
    expect(told.problems).toMatchObject([
      {
        part: 'target-health',
        problem: { missingAction: 'elasticloadbalancing:DescribeTargetHealth' },
      },
    ]);
    expect(told.targetGroups).toEqual([]);
    expect(told.history).toBeDefined();
  });

  it('turns what ECS reports as failed into a problem', async () => {
    const { aws, read } = setUp();
    aws.answers.DescribeServiceDeployments = {
      serviceDeployments: [],
      failures: [{ arn: `${SERVICE_ARN}/1`, reason: 'MISSING' }],
    };
    const told = await read();
    expect(told.rollout).toBeUndefined();
    expect(told.problems).toMatchObject([
      { part: 'rollout', problem: { code: 'not-found' } },
    ]);
  });

  it('falls back on task sets where ECS keeps no service deployments', async () => {
    const { aws, read } = setUp();
    aws.answers.ListServiceDeployments = { serviceDeployments: [] };
    aws.answers.DescribeServices = {
      services: [
        describedService({
          deployments: [],
          deploymentController: { type: 'CODE_DEPLOY' },
          taskSets: [
            {
              id: 'blue',
              status: 'PRIMARY',
              stabilityStatus: 'STEADY_STATE',
              loadBalancers: [{ targetGroupArn: TARGET_GROUP }],
            },
          ],
        }),
      ],
    };
    const told = await read();
    expect(told.rollout).toMatchObject({
      status: 'STEADY_STATE',
      revisions: [{ id: 'blue' }],
    });
    expect(told.history).toBeUndefined();
    expect(told.targetGroups).toHaveLength(1);
  });
});
