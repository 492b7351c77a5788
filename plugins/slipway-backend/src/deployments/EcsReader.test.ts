import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { setupServer } from 'msw/node';
import { ecsReaders } from '../__testUtils__/ecsReaders';
import { type FakeAnswer, FakeAws } from '../__testUtils__/fakeAws';
import {
  DIGEST,
  IMAGE,
  SERVICE_ARN,
  taskDefinitionArn,
} from '../__testUtils__/ordersState';
import {
  describedRevision,
  describedService,
  describedTask,
  runOrders,
} from '../__testUtils__/runningOrders';

const ENDPOINT = 'http://aws.example';
const worker = setupServer();
registerMswTestHooks(worker);

function setUp(options: { turnOf?: () => Promise<void> } = {}) {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  runOrders(aws);
  const { ecs: reader } = ecsReaders({ endpoint: ENDPOINT, ...options });
  const known = { arn: taskDefinitionArn(3), cpuArchitecture: 'X86_64' };
  const read = (service = 'slipway-orders') =>
    reader.read({ environment: 'local', cluster: 'slipway', service, known });
  return { aws, read };
}

describe('EcsReader', () => {
  it('describes services that are viewed together in batches of ten', async () => {
    const { aws, read } = setUp();
    const names = Array.from({ length: 25 }, (_, index) => `service-${index}`);
    aws.answers.DescribeServices = {
      services: names.map(serviceName => describedService({ serviceName })),
    };
    const answers = await Promise.all(names.map(read));
    expect(answers.map(({ value }) => value?.service.serviceName)).toEqual(
      names,
    );
    expect(aws.calls.filter(call => call === 'DescribeServices')).toHaveLength(
      3,
    );
  });

  it('lets a batch grow while its call waits for its turn', async () => {
    let begin: () => void = () => {};
    const turn = new Promise<void>(resolve => {
      begin = resolve;
    });
    const { aws, read } = setUp({ turnOf: () => turn });
    const first = read();
    await new Promise(resolve => {
      setTimeout(resolve, 50);
    });
    const second = read('late');
    begin();
    await Promise.all([first, second]);
    expect(aws.calls.filter(call => call === 'DescribeServices')).toHaveLength(
      1,
    );
  });

  it('turns a service that ECS does not know into a problem of its own', async () => {
    const { aws, read } = setUp();
    aws.answers.DescribeServices = {
      services: [describedService()],
      failures: [{ arn: 'gone', reason: 'MISSING' }],
    };
    const [known, gone] = await Promise.all([read(), read('gone')]);
    expect(known.value?.service.serviceName).toBe('slipway-orders');
    expect(gone).toEqual({
      problem: expect.objectContaining({ code: 'not-found' }),
    });
  });

  it('does not take a service that ECS could not describe for a missing one', async () => {
    const { aws, read } = setUp();
    aws.answers.DescribeServices = {
      services: [],
      failures: [
        {
          arn: 'arn:aws:ecs:eu-central-1:123456789012:service/slipway/slipway-orders',
          reason: 'INTERNAL',
        },
      ],
    };
    expect((await read()).problem).toMatchObject({
      code: 'unexpected-answer',
      message: expect.stringContaining('INTERNAL'),
    });
  });

  it.each([
    ['ClusterNotFoundException', 'not-found', 'the ECS cluster slipway'],
    ['ThrottlingException', 'throttled', 'ecs:DescribeServices'],
    ['AccessDeniedException', 'access-denied', 'ecs:DescribeServices'],
    ['ServerException', 'unexpected-answer', 'ecs:DescribeServices'],
  ])('tells %s as the problem %s', async (awsError, code, subject) => {
    const { aws, read } = setUp();
    aws.answers.DescribeServices = { awsError };
    expect(await read()).toEqual({
      problem: expect.objectContaining({
        code,
        message: expect.stringContaining(subject),
      }),
    });
  });

  it('leaves out a task that ended between listing and describing, and no other', async () => {
    const { aws, read } = setUp();
    aws.answers.DescribeServiceRevisions = {
      awsError: 'AccessDeniedException',
    };
    aws.answers.DescribeTasks = {
      tasks: [describedTask()],
      failures: [{ arn: 't/2', reason: 'MISSING' }],
    };
    expect((await read()).value?.running).toHaveLength(1);

    const other = setUp();
    other.aws.answers.DescribeServiceRevisions = {
      awsError: 'AccessDeniedException',
    };
    other.aws.answers.DescribeTasks = {
      tasks: [],
      failures: [{ arn: 't/2', reason: 'INTERNAL' }],
    };
    expect((await other.read()).value?.problems).toMatchObject([
      {
        part: 'tasks',
        problem: {
          code: 'unexpected-answer',
          message: expect.stringContaining('INTERNAL'),
        },
      },
    ]);
  });

  it('reads why only while a service is in trouble', async () => {
    const { aws, read } = setUp();
    const { value: healthy } = await read();
    expect(healthy?.stoppedTasks).toBeUndefined();
    expect(aws.calls).toHaveLength(3);

    aws.calls.length = 0;
    aws.answers.DescribeServices = {
      services: [describedService({ serviceName: 'losing', runningCount: 1 })],
    };
    aws.answers.ListTasks = input => ({
      taskArns:
        'desiredStatus' in input && input.desiredStatus === 'STOPPED'
          ? ['stopped']
          : ['running'],
    });
    aws.answers.DescribeTasks = input => ({
      tasks: 'tasks' in input ? [describedTask({ taskArn: input.tasks })] : [],
    });
    aws.answers.DescribeServiceDeployments = {
      serviceDeployments: [
        {
          serviceDeploymentArn: `${SERVICE_ARN}/1`,
          deploymentCircuitBreaker: { failureCount: 1, threshold: 3 },
        },
      ],
    };
    const { value: losing } = await read('losing');
    expect(losing).toMatchObject({
      running: [{ name: 'orders', digest: DIGEST }],
      stoppedTasks: [{ taskArn: ['stopped'] }],
      lastDeployment: { deploymentCircuitBreaker: { threshold: 3 } },
    });
    expect(aws.calls).toHaveLength(5);
  });

  it('takes what runs from the revisions, and asks the tasks where these do not tell', async () => {
    const ran = {
      name: 'orders',
      image: IMAGE,
      digest: DIGEST,
      architecture: 'amd64',
      taskDefinition: taskDefinitionArn(3),
    };
    const { aws, read } = setUp();
    expect((await read()).value?.running).toEqual([ran]);
    expect(aws.calls).not.toContain('ListTasks');

    for (const [service, change] of Object.entries<object>({
      'before-revisions': { currentServiceRevisions: undefined },
      'moved-by-a-pipeline': { taskDefinition: taskDefinitionArn(4) },
    })) {
      aws.calls.length = 0;
      aws.answers.DescribeServices = {
        services: [describedService({ serviceName: service, ...change })],
      };
      expect((await read(service)).value?.running).toEqual([ran]);
      expect(aws.calls).toContain('DescribeTasks');
      expect(aws.calls).not.toContain('DescribeServiceRevisions');
    }
  });

  it.each<[string, FakeAnswer]>([
    [
      'has no digest',
      {
        serviceRevisions: [
          describedRevision({ containerImages: [{ containerName: 'orders' }] }),
        ],
      },
    ],
    ['may not be read', { awsError: 'AccessDeniedException' }],
  ])('asks the tasks when a revision %s', async (_case, answer) => {
    const { aws, read } = setUp();
    aws.answers.DescribeServiceRevisions = answer;
    expect((await read()).value?.running).toMatchObject([{ digest: DIGEST }]);
    expect(aws.calls).toContain('DescribeTasks');
  });

  it('asks for nothing that runs where nothing runs', async () => {
    const { aws, read } = setUp();
    aws.answers.DescribeServices = {
      services: [describedService({ desiredCount: 0, runningCount: 0 })],
    };
    expect((await read()).value?.running).toEqual([]);
    expect(aws.calls).toHaveLength(2);
  });

  it('tells what it knows when one action is denied, and names it', async () => {
    const { aws, read } = setUp();
    aws.answers.ListServiceDeployments = { awsError: 'AccessDeniedException' };
    const { value } = await read();
    expect(value?.running).toHaveLength(1);
    expect(value?.serviceDeployments).toBeUndefined();
    expect(value?.problems).toMatchObject([
      {
        part: 'rollout',
        problem: {
          code: 'access-denied',
          missingAction: 'ecs:ListServiceDeployments',
        },
      },
    ]);
  });

  it('keeps what it read whole while AWS throttles a part of it', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'],
    });
    try {
      const { aws, read } = setUp();
      const whole = await read();
      aws.answers.DescribeServices = {
        services: [describedService({ taskDefinition: taskDefinitionArn(4) })],
      };
      aws.answers.ListServiceDeployments = { awsError: 'ThrottlingException' };
      jest.setSystemTime(Date.now() + 31_000);
      expect(await read()).toEqual({
        ...whole,
        problem: expect.objectContaining({ code: 'throttled' }),
      });
    } finally {
      jest.useRealTimers();
    }
  });
});
