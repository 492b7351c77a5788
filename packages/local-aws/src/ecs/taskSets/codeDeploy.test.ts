import {
  CreateServiceCommand,
  CreateTaskSetCommand,
  DeleteServiceCommand,
  DeleteTaskSetCommand,
  UpdateServiceCommand,
  UpdateServicePrimaryTaskSetCommand,
} from '@aws-sdk/client-ecs';
import { EcsServer, NETWORK, SERVICE } from '../__testUtils__/EcsServer';

jest.setTimeout(60_000);

describe('a service that CodeDeploy rolls out', () => {
  let server: EcsServer;
  let blue: string;

  beforeEach(async () => {
    server = await EcsServer.start();
    blue = await server.register();
    await server.client.send(
      new CreateServiceCommand({
        cluster: 'slipway',
        serviceName: 'slipway-orders',
        taskDefinition: blue,
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: NETWORK,
        deploymentController: { type: 'CODE_DEPLOY' },
      }),
    );
  });
  afterEach(async () => {
    await server?.stop();
  });

  const isSteady = (count: number) => () =>
    server.waitFor(
      ({ taskSets = [] }) =>
        taskSets.length === count &&
        taskSets.every(
          ({ stabilityStatus }) => stabilityStatus === 'STEADY_STATE',
        ),
    );

  it('has a primary task set beside which CodeDeploy puts another, and takes the first away', async () => {
    const service = await isSteady(1)();
    expect(service).toMatchObject({
      taskDefinition: blue,
      deploymentController: { type: 'CODE_DEPLOY' },
      deployments: [],
      runningCount: 1,
      taskSets: [
        {
          status: 'PRIMARY',
          taskDefinition: blue,
          scale: { value: 100, unit: 'PERCENT' },
          computedDesiredCount: 1,
          runningCount: 1,
          launchType: 'FARGATE',
          platformVersion: '1.4.0',
        },
      ],
    });
    expect(service).not.toHaveProperty('currentServiceRevisions');
    expect(service).not.toHaveProperty('currentServiceDeployment');
    const green = await server.register();
    const { taskSet } = await server.client.send(
      new CreateTaskSetCommand({
        ...SERVICE,
        taskDefinition: green,
        externalId: 'd-EXAMPLE11',
        launchType: 'FARGATE',
        networkConfiguration: NETWORK,
        scale: { value: 100, unit: 'PERCENT' },
      }),
    );
    expect(taskSet).toMatchObject({
      id: expect.stringMatching(/^ecs-svc\/\d{19}$/),
      taskSetArn: `arn:aws:ecs:eu-central-1:123456789012:task-set/slipway/slipway-orders/${taskSet?.id}`,
      status: 'ACTIVE',
      startedBy: 'CODE_DEPLOY',
      externalId: 'd-EXAMPLE11',
      stabilityStatus: 'STABILIZING',
    });
    const both = await isSteady(2)();
    expect(both).toMatchObject({ taskDefinition: blue, runningCount: 2 });
    expect(
      (await server.tasks('RUNNING')).map(
        ({ startedBy, taskDefinitionArn }) => [startedBy, taskDefinitionArn],
      ),
    ).toEqual(
      both.taskSets?.map(({ id, taskDefinition }) => [id, taskDefinition]),
    );

    await server.client.send(
      new UpdateServicePrimaryTaskSetCommand({
        ...SERVICE,
        primaryTaskSet: taskSet?.id,
      }),
    );
    await server.client.send(
      new DeleteTaskSetCommand({
        ...SERVICE,
        taskSet: service.taskSets?.[0].taskSetArn,
        force: true,
      }),
    );
    const after = await isSteady(1)();
    expect(after).toMatchObject({
      taskDefinition: green,
      runningCount: 1,
      taskSets: [{ id: taskSet?.id, status: 'PRIMARY' }],
    });
    const [stopped] = await server.tasks('STOPPED');
    expect(stopped.stoppedReason).toBe(
      `Scaling activity initiated by (taskSet ${service.taskSets?.[0].id})`,
    );
  });

  it.each([
    [
      { taskDefinition: 'slipway-orders' },
      'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
    ],
    [
      { networkConfiguration: NETWORK },
      'Unable to update network parameters on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
    ],
    [
      { loadBalancers: [] },
      'Unable to update load balancers on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
    ],
    [
      { forceNewDeployment: true },
      'Cannot force a new deployment on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
    ],
  ])('refuses a change that is CodeDeploy’s: %j', async (change, message) => {
    await expect(
      server.client.send(new UpdateServiceCommand({ ...SERVICE, ...change })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException', message });
  });

  it('is scaled by its desired count, and deleted with its task sets', async () => {
    await server.client.send(
      new UpdateServiceCommand({ ...SERVICE, desiredCount: 2 }),
    );
    await server.waitFor(({ taskSets }) => taskSets?.[0].runningCount === 2);
    await server.client.send(
      new DeleteServiceCommand({ ...SERVICE, force: true }),
    );
    await server.waitFor(({ status }) => status === 'INACTIVE');
    expect(await server.tasks('RUNNING')).toEqual([]);
  });
});
