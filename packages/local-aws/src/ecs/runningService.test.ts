import {
  DeleteClusterCommand,
  DeleteServiceCommand,
  DescribeServiceRevisionsCommand,
  ListServiceDeploymentsCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  DIGEST,
  EcsServer,
  IMAGE,
  isComplete,
} from './__testUtils__/EcsServer';

jest.setTimeout(60_000);

describe('a service that runs', () => {
  let server: EcsServer;

  beforeEach(async () => {
    server = await EcsServer.start();
  });
  afterEach(async () => {
    await server?.stop();
  });

  it('runs a service as processes and tells its images by digest', async () => {
    await server.create(await server.register());
    const service = await server.waitFor(isComplete);

    expect(service).toMatchObject({
      status: 'ACTIVE',
      desiredCount: 2,
      runningCount: 2,
      pendingCount: 0,
      launchType: 'FARGATE',
      deployments: [
        {
          status: 'PRIMARY',
          failedTasks: 0,
          rolloutStateReason: expect.stringMatching(
            /^ECS deployment ecs-svc\/\d+ completed\.$/,
          ),
        },
      ],
    });
    expect(service.events?.[0].message).toBe(
      '(service slipway-orders) has reached a steady state.',
    );
    const [task] = await server.tasks('RUNNING');
    expect(task).toMatchObject({
      lastStatus: 'RUNNING',
      group: 'service:slipway-orders',
      containers: [{ name: 'orders', imageDigest: DIGEST }],
    });
    expect(task.attachments?.[0]).toMatchObject({
      type: 'ElasticNetworkInterface',
      status: 'ATTACHED',
    });
    const [listener] = server.ecs.listeners() as { url: string }[];
    const answer = await fetch(`${listener.url}/actuator/health/readiness`);
    expect(await answer.json()).toEqual({ status: 'UP' });
    expect((await fetch(`${listener.url}/fail`)).status).toBe(500);
    const metrics = await fetch(`${listener.url}/actuator/prometheus`);
    expect(await metrics.text()).toContain(
      'http_server_requests_seconds_count{method="GET",uri="/fail",status="500",outcome="SERVER_ERROR",exception="none"} 1',
    );

    const { serviceDeployments = [] } = await server.client.send(
      new ListServiceDeploymentsCommand({
        cluster: 'slipway',
        service: 'slipway-orders',
      }),
    );
    expect(serviceDeployments).toMatchObject([{ status: 'SUCCESSFUL' }]);
    const revisions = await server.client.send(
      new DescribeServiceRevisionsCommand({
        serviceRevisionArns: [
          serviceDeployments[0].targetServiceRevisionArn ?? '',
        ],
      }),
    );
    expect(revisions.serviceRevisions?.[0].containerImages).toEqual([
      { containerName: 'orders', image: IMAGE, imageDigest: DIGEST },
    ]);
  });

  it('replaces a stopped task, scales, drains and deletes', async () => {
    await server.create(await server.register(), 1);
    await server.waitFor(isComplete);
    const [first] = await server.tasks('RUNNING');
    await server.client.send(
      new StopTaskCommand({
        cluster: 'slipway',
        task: first.taskArn,
        reason: 'by hand',
      }),
    );
    await server.waitFor(({ runningCount }) => runningCount === 0);
    await server.waitFor(({ runningCount }) => runningCount === 1);
    expect(await server.tasks('STOPPED')).toMatchObject([
      {
        stopCode: 'UserInitiated',
        stoppedReason: 'by hand',
        containers: [{ exitCode: 0 }],
      },
    ]);

    const update = { cluster: 'slipway', service: 'slipway-orders' };
    await server.client.send(
      new UpdateServiceCommand({ ...update, desiredCount: 3 }),
    );
    await server.waitFor(({ runningCount }) => runningCount === 3);
    await expect(
      server.client.send(new DeleteServiceCommand(update)),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(
      server.client.send(new DeleteClusterCommand({ cluster: 'slipway' })),
    ).rejects.toMatchObject({ name: 'ClusterContainsServicesException' });
    await server.client.send(
      new UpdateServiceCommand({ ...update, desiredCount: 0 }),
    );
    await server.client.send(new DeleteServiceCommand(update));
    await server.waitFor(({ status }) => status === 'INACTIVE');
    expect(await server.tasks('RUNNING')).toEqual([]);
    const { cluster } = await server.client.send(
      new DeleteClusterCommand({ cluster: 'slipway' }),
    );
    expect(cluster?.status).toBe('INACTIVE');
  });
});
