import { ECSClient } from '@aws-sdk/client-ecs';
import {
  mockServices,
  registerMswTestHooks,
} from '@backstage/backend-test-utils';
import { setupServer } from 'msw/node';
import { FakeAws } from '../__testUtils__/fakeAws';
import {
  describedService,
  describedTask,
  runOrders,
} from '../__testUtils__/runningOrders';
import { EcsReader } from './EcsReader';

const ENDPOINT = 'http://aws.example';
const worker = setupServer();
registerMswTestHooks(worker);

function setUp() {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  runOrders(aws);
  const client = new ECSClient({
    region: 'eu-central-1',
    endpoint: ENDPOINT,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const reader = EcsReader.create({
    clientOf: () => client,
    logger: mockServices.logger.mock(),
  });
  const read = (service = 'slipway-orders') =>
    reader.read({ environment: 'local', cluster: 'slipway', service });
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

  it('reads why only while a service is in trouble', async () => {
    const { aws, read } = setUp();
    const { value: healthy } = await read();
    expect(healthy?.stoppedTasks).toBeUndefined();
    expect(aws.calls).toHaveLength(4);

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
        { deploymentCircuitBreaker: { failureCount: 1, threshold: 3 } },
      ],
    };
    const { value: losing } = await read('losing');
    expect(losing).toMatchObject({
      tasks: [{ taskArn: ['running'] }],
      stoppedTasks: [{ taskArn: ['stopped'] }],
      lastDeployment: { deploymentCircuitBreaker: { threshold: 3 } },
    });
    expect(aws.calls).toHaveLength(7);
  });

  it('tells what it knows when one action is denied, and names it', async () => {
    const { aws, read } = setUp();
    aws.answers.ListServiceDeployments = { awsError: 'AccessDeniedException' };
    const { value } = await read();
    expect(value?.tasks).toHaveLength(2);
    expect(value?.serviceDeployments).toBeUndefined();
    expect(value?.problem).toMatchObject({
      code: 'access-denied',
      missingAction: 'ecs:ListServiceDeployments',
    });
  });
});
