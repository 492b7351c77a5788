import {
  DescribeClustersCommand,
  DescribeServicesCommand,
} from '@aws-sdk/client-ecs';
import { digestOf, EcsPlayground } from '../testing/EcsPlayground';

jest.setTimeout(120_000);

describe('the shapes of services in ECS', () => {
  let ecs: EcsPlayground;

  beforeAll(async () => {
    ecs = await EcsPlayground.start();
  });

  afterAll(async () => {
    await ecs?.stop();
  });

  it('runs every container of a task, and stops the task when an essential one ends', async () => {
    const taskDefinition = await ecs.register(
      { name: 'main', image: 'ends-later' },
      { name: 'init', image: 'ends-with-3', essential: false },
      { name: 'sidecar', image: 'sidecar', essential: false },
    );
    await ecs.create('several', { taskDefinition });
    await ecs.until(
      async () =>
        (await ecs.tasksOf('several', 'RUNNING'))[0]?.lastStatus === 'RUNNING',
    );
    const [running] = await ecs.tasksOf('several', 'RUNNING');
    expect(running.containers).toEqual([
      expect.objectContaining({
        name: 'main',
        lastStatus: 'RUNNING',
        imageDigest: digestOf('ends-later'),
      }),
      expect.objectContaining({
        name: 'init',
        lastStatus: 'STOPPED',
        exitCode: 3,
        imageDigest: digestOf('ends-with-3'),
      }),
      expect.objectContaining({
        name: 'sidecar',
        lastStatus: 'RUNNING',
        imageDigest: digestOf('sidecar'),
      }),
    ]);
    await ecs.until(
      async () =>
        (await ecs.tasksOf('several', 'STOPPED'))[0]?.lastStatus === 'STOPPED',
    );
    const stopped = (await ecs.tasksOf('several', 'STOPPED')).at(-1);
    expect(stopped).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 1 }, { exitCode: 3 }, { exitCode: 143 }],
    });
  });

  it('interrupts Spot tasks, which the service replaces without counting a failure', async () => {
    await ecs.create('spotty', {
      capacityProviderStrategy: [
        { capacityProvider: 'FARGATE_SPOT', weight: 1 },
      ],
    });
    await ecs.until(
      async () => (await ecs.latest('spotty')).status === 'SUCCESSFUL',
    );
    const answer = await ecs.local('POST', 'ecs/spot-interruptions', {
      service: 'spotty',
    });
    expect(answer).toEqual({ tasks: [expect.any(String)] });
    await ecs.until(
      async () => (await ecs.tasksOf('spotty', 'STOPPED')).length === 1,
    );
    const [stopped] = await ecs.tasksOf('spotty', 'STOPPED');
    expect(stopped).toMatchObject({
      capacityProviderName: 'FARGATE_SPOT',
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
    });
    await ecs.until(
      async () => (await ecs.tasksOf('spotty', 'RUNNING')).length === 1,
    );
    const { services = [] } = await ecs.client.send(
      new DescribeServicesCommand({ cluster: 'slipway', services: ['spotty'] }),
    );
    expect(services[0].deployments?.[0]).toMatchObject({
      rolloutState: 'COMPLETED',
      failedTasks: 0,
    });
  });

  it('runs a daemon on each instance, and follows their number', async () => {
    await ecs.create('agent', {
      schedulingStrategy: 'DAEMON',
      desiredCount: undefined,
      launchType: 'EC2',
    });
    const describe = async () => {
      const { services = [] } = await ecs.client.send(
        new DescribeServicesCommand({
          cluster: 'slipway',
          services: ['agent'],
        }),
      );
      return services[0];
    };
    expect(await describe()).toMatchObject({
      schedulingStrategy: 'DAEMON',
      desiredCount: 0,
      deploymentConfiguration: {
        minimumHealthyPercent: 0,
        maximumPercent: 100,
      },
    });
    for (const count of [2, 1]) {
      await ecs.local('PUT', 'ecs/instances', { cluster: 'slipway', count });
      await ecs.until(async () => {
        const { desiredCount, runningCount } = await describe();
        return desiredCount === count && runningCount === count;
      });
      expect(await ecs.tasksOf('agent', 'RUNNING')).toHaveLength(count);
    }
    const { clusters = [] } = await ecs.client.send(
      new DescribeClustersCommand({ clusters: ['slipway'] }),
    );
    expect(clusters[0].registeredContainerInstancesCount).toBe(1);
  });
});
