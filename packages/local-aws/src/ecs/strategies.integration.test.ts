import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  ContinueServiceDeploymentCommand,
  CreateClusterCommand,
  CreateServiceCommand,
  type ContainerDefinition,
  type CreateServiceCommandInput,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { LocalAws } from '../LocalAws';
import type { ImageStore } from './ImageStore';

const STAYS = ['node', '-e', 'setInterval(() => {}, 1000)'];
const COMMANDS: Record<string, string[]> = {
  stays: STAYS,
  sidecar: STAYS,
  'ends-with-3': ['node', '-e', 'process.exit(3)'],
  'ends-later': ['node', '-e', 'setTimeout(() => process.exit(1), 4000)'],
};
const digestOf = (image: string) =>
  `sha256:${Buffer.from(image).toString('hex').padEnd(64, '0')}`;

const images: ImageStore = {
  async resolve(image) {
    const command = COMMANDS[image];
    return command && { digest: digestOf(image), command };
  },
};

jest.setTimeout(120_000);

describe('deployment strategies of ECS', () => {
  let localAws: LocalAws;
  let ecs: ECSClient;
  let cloudWatch: CloudWatchClient;

  beforeAll(async () => {
    localAws = LocalAws.create({ port: 0, imageStore: images });
    await localAws.start();
    const options = {
      endpoint: localAws.url,
      region: 'eu-central-1',
      credentials: {
        accessKeyId: 'AKIALOCALOPERATOR000',
        secretAccessKey: 'local-operator-secret',
      },
    };
    ecs = new ECSClient(options);
    cloudWatch = new CloudWatchClient(options);
    await ecs.send(new CreateClusterCommand({ clusterName: 'slipway' }));
  });

  afterAll(async () => {
    ecs?.destroy();
    cloudWatch?.destroy();
    await localAws?.stop();
  });

  async function register(...containers: ContainerDefinition[]) {
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'any',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: containers,
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? '';
  }

  async function create(
    serviceName: string,
    change: Partial<CreateServiceCommandInput> = {},
  ) {
    await ecs.send(
      new CreateServiceCommand({
        cluster: 'slipway',
        serviceName,
        taskDefinition: await register({ name: 'main', image: 'stays' }),
        desiredCount: 1,
        launchType: change.capacityProviderStrategy ? undefined : 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-1'] },
        },
        ...change,
      }),
    );
  }

  async function latest(service: string) {
    const { serviceDeployments = [] } = await ecs.send(
      new ListServiceDeploymentsCommand({ cluster: 'slipway', service }),
    );
    const arn = serviceDeployments[0].serviceDeploymentArn ?? '';
    const answer = await ecs.send(
      new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
    );
    return answer.serviceDeployments?.[0] ?? {};
  }

  async function tasksOf(
    service: string,
    desiredStatus: 'RUNNING' | 'STOPPED',
  ) {
    const { taskArns = [] } = await ecs.send(
      new ListTasksCommand({
        cluster: 'slipway',
        serviceName: service,
        desiredStatus,
      }),
    );
    if (taskArns.length === 0) {
      return [];
    }
    const { tasks = [] } = await ecs.send(
      new DescribeTasksCommand({ cluster: 'slipway', tasks: taskArns }),
    );
    return tasks;
  }

  async function until(holds: () => Promise<boolean>) {
    const deadline = Date.now() + 40_000;
    while (!(await holds())) {
      if (Date.now() > deadline) {
        throw new Error('It did not come about in 40 seconds');
      }
      await new Promise(resolve => {
        setTimeout(resolve, 100);
      });
    }
  }

  it('pauses a blue/green rollout at a hook, and goes on when told to', async () => {
    await create('paused', {
      deploymentConfiguration: {
        strategy: 'BLUE_GREEN',
        bakeTimeInMinutes: 1,
        lifecycleHooks: [
          {
            targetType: 'PAUSE',
            lifecycleStages: ['POST_SCALE_UP'],
            timeoutConfiguration: { timeoutInMinutes: 60, action: 'CONTINUE' },
          },
        ],
      },
    });
    await until(
      async () =>
        (await latest('paused')).lifecycleHookDetails?.[0]?.status ===
        'AWAITING_ACTION',
    );
    const paused = await latest('paused');
    expect(paused).toMatchObject({
      status: 'IN_PROGRESS',
      lifecycleStage: 'POST_SCALE_UP',
      targetServiceRevision: {
        requestedProductionTrafficWeight: 0,
        requestedTestTrafficWeight: 0,
      },
      lifecycleHookDetails: [
        {
          targetType: 'PAUSE',
          timeoutAction: 'CONTINUE',
          expiresAt: expect.any(Date),
        },
      ],
    });
    const order = {
      serviceDeploymentArn: paused.serviceDeploymentArn,
      hookId: paused.lifecycleHookDetails?.[0]?.hookId,
    };
    await ecs.send(new ContinueServiceDeploymentCommand(order));
    await until(async () => (await latest('paused')).status === 'SUCCESSFUL');
    await expect(
      ecs.send(new ContinueServiceDeploymentCommand(order)),
    ).rejects.toThrow('does not await an action');
  });

  it('rolls a rollout back when one of its alarms goes off', async () => {
    const alarmNames = ['orders-errors', 'always-on'];
    for (const AlarmName of alarmNames) {
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName,
          MetricName: 'errors',
          Namespace: 'orders',
          Period: 60,
          Statistic: 'Sum',
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        }),
      );
    }
    const setState = (AlarmName: string, StateValue: 'ALARM' | 'OK') =>
      cloudWatch.send(
        new SetAlarmStateCommand({
          AlarmName,
          StateValue,
          StateReason: 'test',
        }),
      );
    await setState('always-on', 'ALARM');
    await create('alarmed', {
      deploymentConfiguration: {
        strategy: 'BLUE_GREEN',
        bakeTimeInMinutes: 30,
        alarms: { alarmNames, enable: true, rollback: true },
      },
    });
    await until(
      async () => (await latest('alarmed')).lifecycleStage === 'BAKE_TIME',
    );
    expect((await latest('alarmed')).alarms).toMatchObject({
      status: 'MONITORING',
      alarmNames,
    });
    await ecs.send(
      new UpdateServiceCommand({
        cluster: 'slipway',
        service: 'alarmed',
        deploymentConfiguration: { bakeTimeInMinutes: 0 },
      }),
    );
    await until(async () => (await latest('alarmed')).status === 'SUCCESSFUL');
    await ecs.send(
      new UpdateServiceCommand({
        cluster: 'slipway',
        service: 'alarmed',
        deploymentConfiguration: { bakeTimeInMinutes: 30 },
        forceNewDeployment: true,
      }),
    );
    await until(
      async () => (await latest('alarmed')).lifecycleStage === 'BAKE_TIME',
    );
    await setState('orders-errors', 'ALARM');
    await until(
      async () => (await latest('alarmed')).status === 'ROLLBACK_SUCCESSFUL',
    );
    expect(await latest('alarmed')).toMatchObject({
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['orders-errors'] },
      rollback: { reason: expect.stringContaining('alarm') },
      targetServiceRevision: { requestedProductionTrafficWeight: 0 },
      sourceServiceRevisions: [{ requestedProductionTrafficWeight: 100 }],
    });
  });

  it('runs every container of a task, and stops the task when an essential one ends', async () => {
    const taskDefinition = await register(
      { name: 'main', image: 'ends-later' },
      { name: 'init', image: 'ends-with-3', essential: false },
      { name: 'sidecar', image: 'sidecar', essential: false },
    );
    await create('several', { taskDefinition });
    await until(
      async () =>
        (await tasksOf('several', 'RUNNING'))[0]?.lastStatus === 'RUNNING',
    );
    const [running] = await tasksOf('several', 'RUNNING');
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
    await until(
      async () =>
        (await tasksOf('several', 'STOPPED'))[0]?.lastStatus === 'STOPPED',
    );
    const stopped = (await tasksOf('several', 'STOPPED')).at(-1);
    expect(stopped).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 1 }, { exitCode: 3 }, { exitCode: 143 }],
    });
  });

  it('interrupts Spot tasks, which the service replaces without counting a failure', async () => {
    await create('spotty', {
      capacityProviderStrategy: [
        { capacityProvider: 'FARGATE_SPOT', weight: 1 },
      ],
    });
    await until(async () => (await latest('spotty')).status === 'SUCCESSFUL');
    const answer = await fetch(
      `${localAws.url}/_local/ecs/spot-interruptions`,
      {
        method: 'POST',
        body: JSON.stringify({ service: 'spotty' }),
      },
    );
    expect(await answer.json()).toEqual({ tasks: [expect.any(String)] });
    await until(async () => (await tasksOf('spotty', 'STOPPED')).length === 1);
    const [stopped] = await tasksOf('spotty', 'STOPPED');
    expect(stopped).toMatchObject({
      capacityProviderName: 'FARGATE_SPOT',
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
    });
    await until(async () => (await tasksOf('spotty', 'RUNNING')).length === 1);
    const { services = [] } = await ecs.send(
      new DescribeServicesCommand({ cluster: 'slipway', services: ['spotty'] }),
    );
    expect(services[0].deployments?.[0]).toMatchObject({
      rolloutState: 'COMPLETED',
      failedTasks: 0,
    });
  });
});
