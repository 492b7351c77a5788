import {
  CreateServiceCommand,
  CreateTaskSetCommand,
  DeleteTaskSetCommand,
  DescribeTaskSetsCommand,
  type TaskSet,
  UpdateServicePrimaryTaskSetCommand,
  UpdateTaskSetCommand,
} from '@aws-sdk/client-ecs';
import { EcsServer, NETWORK, SERVICE } from '../__testUtils__/EcsServer';

jest.setTimeout(60_000);

describe('a service that an external controller rolls out', () => {
  let server: EcsServer;

  beforeEach(async () => {
    server = await EcsServer.start();
  });
  afterEach(async () => {
    await server?.stop();
  });

  const create = (change: object = {}) =>
    server.client.send(
      new CreateServiceCommand({
        cluster: 'slipway',
        serviceName: 'slipway-orders',
        desiredCount: 4,
        deploymentController: { type: 'EXTERNAL' },
        ...change,
      }),
    );

  async function createTaskSet(change: object = {}): Promise<TaskSet> {
    const { taskSet } = await server.client.send(
      new CreateTaskSetCommand({
        ...SERVICE,
        taskDefinition: await server.register(),
        launchType: 'FARGATE',
        networkConfiguration: NETWORK,
        ...change,
      }),
    );
    return taskSet ?? {};
  }

  it('begins with nothing, and runs the share that each task set is scaled to', async () => {
    const { service } = await create();
    expect(service).toMatchObject({ launchType: 'EC2', taskSets: [] });
    expect(service).not.toHaveProperty('taskDefinition');
    const { id: taskSet, ...created } = await createTaskSet();
    expect(created).toMatchObject({
      status: 'ACTIVE',
      scale: { value: 0, unit: 'PERCENT' },
      computedDesiredCount: 0,
      stabilityStatus: 'STABILIZING',
    });
    expect(created).not.toHaveProperty('startedBy');

    await server.client.send(
      new UpdateTaskSetCommand({
        ...SERVICE,
        taskSet,
        scale: { value: 30, unit: 'PERCENT' },
      }),
    );
    await server.waitFor(({ runningCount }) => runningCount === 2);
    const { taskSets, failures } = await server.client.send(
      new DescribeTaskSetsCommand({
        ...SERVICE,
        taskSets: [taskSet ?? '', 'ecs-svc/1234567890123456789'],
      }),
    );
    expect(taskSets).toMatchObject([
      { id: taskSet, computedDesiredCount: 2, runningCount: 2 },
    ]);
    expect(failures).toEqual([
      {
        arn: 'arn:aws:ecs:eu-central-1:123456789012:task-set/slipway/slipway-orders/ecs-svc/1234567890123456789',
        reason: 'MISSING',
      },
    ]);
    const { events = [] } = await server.waitFor(
      ({ taskSets: [found] = [] }) => found.stabilityStatus === 'STEADY_STATE',
    );
    expect(events.slice(0, 3).map(({ message }) => message)).toEqual([
      '(service slipway-orders) has reached a steady state.',
      expect.stringMatching(
        `^\\(service slipway-orders, taskSet ${taskSet}\\) has started 2 tasks: \\(task [0-9a-f]+\\) \\(task [0-9a-f]+\\)\\.$`,
      ),
      `(service slipway-orders) updated computedDesiredCount for taskSet ${taskSet} to 2.`,
    ]);
  });

  it('takes what it is made from from its primary task set, which stays', async () => {
    await create({ desiredCount: 1 });
    const taskSet = await createTaskSet({
      scale: { value: 100, unit: 'PERCENT' },
    });
    const id = taskSet.id ?? '';
    const remove = (force: boolean) =>
      server.client.send(
        new DeleteTaskSetCommand({ ...SERVICE, taskSet: id, force }),
      );
    await expect(remove(false)).rejects.toThrow(
      'The TaskSet cannot be deleted while it is scaled above 0.',
    );
    await server.client.send(
      new UpdateServicePrimaryTaskSetCommand({
        ...SERVICE,
        primaryTaskSet: id,
      }),
    );
    expect(await server.describe()).toMatchObject({
      taskDefinition: taskSet.taskDefinition,
      launchType: 'FARGATE',
    });
    await expect(remove(false)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Primary TaskSet cannot be deleted',
    });
    await remove(true);
    await server.waitFor(({ taskSets }) => taskSets?.length === 0);
  });

  it('has at most five task sets, and one for each token', async () => {
    await create({ desiredCount: 0 });
    const first = await createTaskSet({ clientToken: 'once' });
    expect((await createTaskSet({ clientToken: 'once' })).id).toBe(first.id);
    for (let count = 1; count < 5; count += 1) {
      await createTaskSet();
    }
    await expect(createTaskSet()).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        '5 deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.',
    });
  });

  it('answers as ECS does to what does not fit', async () => {
    await expect(
      create({ taskDefinition: await server.register() }),
    ).rejects.toThrow('TaskDefinition must be blank');
    await expect(create({ networkConfiguration: NETWORK })).rejects.toThrow(
      'NetworkConfiguration must be null.',
    );
    await expect(create({ deploymentController: undefined })).rejects.toThrow(
      'TaskDefinition can not be blank.',
    );
    await create({ desiredCount: 0 });
    const update = (taskSet: string) =>
      server.client.send(
        new UpdateTaskSetCommand({ ...SERVICE, taskSet, scale: { value: 1 } }),
      );
    await expect(update('ecs-svc/1')).rejects.toMatchObject({
      name: 'TaskSetNotFoundException',
    });
    await expect(
      update('arn:aws:ecs:eu-central-1:123456789012:task/slipway/1'),
    ).rejects.toThrow('Task Set Identifier is invalid');
  });

  it('alone has task sets: one that ECS rolls out has none', async () => {
    await server.create(await server.register(), 0);
    await expect(createTaskSet()).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        'Amazon ECS only supports task set management on services configured to use external deployment controllers.',
    });
  });
});
