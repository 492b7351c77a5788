import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { setupServer } from 'msw/node';
import { ecsReaders } from '../__testUtils__/ecsReaders';
import { FakeAws } from '../__testUtils__/fakeAws';
import { taskDefinitionArn } from '../__testUtils__/ordersState';
import {
  describedRevision,
  describedService,
  runOrders,
} from '../__testUtils__/runningOrders';

const ENDPOINT = 'http://aws.example';
const SERVICES = Array.from({ length: 250 }, (_, index) => `service-${index}`);
const worker = setupServer();
registerMswTestHooks(worker);

const revisionOf = (serviceName: string) => `revision/${serviceName}/1`;

function setUp() {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  runOrders(aws);
  const changes: Record<string, object> = {};
  aws.answers.DescribeServices = input => ({
    services: (input as { services: string[] }).services.map(serviceName =>
      describedService({
        serviceName,
        currentServiceRevisions: [
          { arn: revisionOf(serviceName), runningTaskCount: 2 },
        ],
        ...changes[serviceName],
      }),
    ),
  });
  aws.answers.DescribeServiceRevisions = input => ({
    serviceRevisions: (
      input as { serviceRevisionArns: string[] }
    ).serviceRevisionArns.map(serviceRevisionArn =>
      describedRevision({ serviceRevisionArn }),
    ),
  });
  const { ecs } = ecsReaders({ endpoint: ENDPOINT });
  const known = { arn: taskDefinitionArn(3), cpuArchitecture: 'X86_64' };
  const readAll = (services: string[]) =>
    Promise.all(
      services.map(service =>
        ecs.read({ environment: 'local', cluster: 'slipway', service, known }),
      ),
    );
  const calls = () => {
    const counts: Record<string, number> = {};
    for (const call of aws.calls.splice(0)) {
      counts[call] = (counts[call] ?? 0) + 1;
    }
    return counts;
  };
  return { aws, changes, readAll, calls };
}

describe('the calls of EcsReader', () => {
  beforeEach(() => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout'],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  // The cache reads the clock once in a turn of the event loop.
  const pass = async (seconds: number) => {
    jest.setSystemTime(Date.now() + seconds * 1_000);
    await new Promise(resolve => {
      setTimeout(resolve, 5);
    });
  };

  it('shares calls among services: k is 1.05 at a first look and 0 at a renewal of services at rest', async () => {
    const { readAll, calls } = setUp();
    const answers = await readAll(SERVICES);
    expect(answers.every(({ value }) => value?.running.length === 1)).toBe(
      true,
    );
    // 25 + 250·k, and k = 1 + 13 / 250.
    expect(calls()).toEqual({
      DescribeServices: 25,
      DescribeServiceRevisions: 13,
      ListServiceDeployments: 250,
    });
    await pass(29);
    await readAll(SERVICES);
    expect(calls()).toEqual({});
    await pass(2);
    await readAll(SERVICES);
    expect(calls()).toEqual({ DescribeServices: 25 });
  });

  it('asks again after eight seconds for what moves, and then alone for its rollouts', async () => {
    const { aws, changes, readAll, calls } = setUp();
    aws.answers.DescribeServiceDeployments = input => ({
      serviceDeployments: (
        input as { serviceDeploymentArns: string[] }
      ).serviceDeploymentArns.map(serviceDeploymentArn => ({
        serviceDeploymentArn,
      })),
    });
    const services = SERVICES.slice(0, 20);
    await readAll(services);
    calls();
    changes['service-7'] = {
      deployments: [
        { id: 'ecs-svc/2', status: 'PRIMARY', rolloutState: 'IN_PROGRESS' },
        { id: 'ecs-svc/1', status: 'ACTIVE', rolloutState: 'COMPLETED' },
      ],
    };
    aws.answers.ListServiceDeployments = {
      serviceDeployments: [{ serviceDeploymentArn: 'd/2', status: 'PENDING' }],
    };
    await pass(31);
    await readAll(services);
    expect(calls()).toEqual({
      DescribeServices: 2,
      ListServiceDeployments: 1,
      DescribeServiceDeployments: 1,
    });
    await pass(9);
    await readAll(services);
    expect(calls()).toEqual({
      DescribeServices: 1,
      ListServiceDeployments: 1,
      DescribeServiceDeployments: 1,
    });
  });

  it.each([
    [
      'the time of its deployment',
      {
        deployments: [
          {
            id: 'ecs-svc/1',
            status: 'PRIMARY',
            rolloutState: 'COMPLETED',
            updatedAt: 1_795_349_999,
          },
        ],
      },
    ],
    [
      'its newest event',
      { events: [{ id: '2', message: 'rolling back to deployment 1.' }] },
    ],
  ])(
    'notices a rollout that began and was rolled back between two looks by %s',
    async (_, change) => {
      const { changes, readAll, calls } = setUp();
      await readAll(['service-1']);
      calls();
      changes['service-1'] = change;
      await pass(31);
      await readAll(['service-1']);
      expect(calls()).toMatchObject({ ListServiceDeployments: 1 });
    },
  );

  it('lists rollouts anew after ten minutes, whatever the service says', async () => {
    const { readAll, calls } = setUp();
    await readAll(['service-1']);
    calls();
    await pass(601);
    await readAll(['service-1']);
    expect(calls()).toEqual({ DescribeServices: 1, ListServiceDeployments: 1 });
  });
});
