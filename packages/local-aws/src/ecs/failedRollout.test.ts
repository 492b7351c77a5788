import {
  DescribeServiceDeploymentsCommand,
  ListServiceDeploymentsCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { EcsServer, IMAGE, isComplete } from './__testUtils__/EcsServer';

jest.setTimeout(60_000);

describe('a rollout that fails', () => {
  let server: EcsServer;

  beforeEach(async () => {
    server = await EcsServer.start();
  });
  afterEach(async () => {
    await server?.stop();
  });

  it('rolls back when the tasks of a new revision exit', async () => {
    const good = await server.register();
    await server.create(good, 1);
    await server.waitFor(isComplete);
    const bad = await server.register({
      environment: [{ name: 'FAIL_START', value: '1' }],
    });
    await server.client.send(
      new UpdateServiceCommand({
        cluster: 'slipway',
        service: 'slipway-orders',
        taskDefinition: bad,
      }),
    );
    const service = await server.waitFor(
      candidate => isComplete(candidate) && candidate.taskDefinition === good,
    );

    expect(service.runningCount).toBe(1);
    const messages = service.events?.map(({ message }) => message) ?? [];
    expect(messages).toContainEqual(
      expect.stringMatching(/deployment failed: tasks failed to start\.$/),
    );
    expect(messages).toContainEqual(
      expect.stringMatching(/rolling back to deployment ecs-svc\/\d+\.$/),
    );
    const { serviceDeployments = [] } = await server.client.send(
      new ListServiceDeploymentsCommand({
        cluster: 'slipway',
        service: 'slipway-orders',
      }),
    );
    const details = await server.client.send(
      new DescribeServiceDeploymentsCommand({
        serviceDeploymentArns: [
          serviceDeployments[0].serviceDeploymentArn ?? '',
        ],
      }),
    );
    expect(details.serviceDeployments?.[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason:
        'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      deploymentCircuitBreaker: {
        status: 'TRIGGERED',
        failureCount: 3,
        threshold: 3,
      },
    });
    const stopped = await server.tasks('STOPPED');
    expect(stopped.filter(task => task.containers?.[0].exitCode === 1)).toEqual(
      Array.from({ length: 3 }, () =>
        expect.objectContaining({
          stopCode: 'EssentialContainerExited',
          stoppedReason: 'Essential container in task exited',
        }),
      ),
    );
  });

  it('says that an image cannot be pulled', async () => {
    const missing = IMAGE.replace(/a{64}/, 'b'.repeat(64));
    await server.create(await server.register({ image: missing }), 1);
    const service = await server.waitFor(
      ({ deployments }) => deployments?.[0].rolloutState === 'FAILED',
    );

    expect(service.deployments?.[0]).toMatchObject({
      rolloutStateReason:
        'ECS deployment circuit breaker: tasks failed to start.',
      failedTasks: 3,
    });
    const [task] = await server.tasks('STOPPED');
    expect(task).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${missing}: ${missing}: not found`,
    });
  });
});
