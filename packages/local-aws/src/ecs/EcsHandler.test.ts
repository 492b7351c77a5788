import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
  UpdateServiceCommand,
  type KeyValuePair,
  type Service,
} from '@aws-sdk/client-ecs';
import { InternalClient } from '../client/InternalClient';
import { AdminRoutes } from '../proxy/AdminRoutes';
import { ProxyServer } from '../proxy/ProxyServer';
import { Ecs } from './Ecs';
import { EcsHandler } from './EcsHandler';
import type { ImageStore } from './ImageStore';

const ACCOUNT = '123456789012';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const IMAGE = `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders@${DIGEST}`;

const images: ImageStore = {
  async resolve(reference) {
    return reference === IMAGE
      ? { digest: DIGEST, command: ['node', '{sample}/server.mjs'] }
      : undefined;
  },
};

jest.setTimeout(60_000);

describe('EcsHandler', () => {
  let directory: string;
  let ecs: Ecs;
  let server: ProxyServer;
  let client: ECSClient;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'ecs-'));
    ecs = Ecs.create({
      accountId: ACCOUNT,
      dataDirectory: directory,
      imageStore: images,
      client: InternalClient.create({ handlers: [] }),
    });
    server = ProxyServer.create({
      port: 0,
      host: '127.0.0.1',
      handlers: [EcsHandler.create({ accountId: ACCOUNT, ecs })],
      admin: AdminRoutes.create(),
    });
    client = new ECSClient({
      endpoint: await server.start(),
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
    await client.send(new CreateClusterCommand({ clusterName: 'slipway' }));
  });

  afterEach(async () => {
    client.destroy();
    await server.stop();
    await ecs.stop();
    rmSync(directory, { recursive: true });
  });

  async function register(
    options: { image?: string; environment?: KeyValuePair[] } = {},
  ): Promise<string> {
    const { taskDefinition } = await client.send(
      new RegisterTaskDefinitionCommand({
        family: 'slipway-orders',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          {
            name: 'orders',
            image: options.image ?? IMAGE,
            portMappings: [{ containerPort: 8080 }],
            environment: options.environment,
          },
        ],
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? '';
  }

  function create(taskDefinition: string, desiredCount = 2) {
    return client.send(
      new CreateServiceCommand({
        cluster: 'slipway',
        serviceName: 'slipway-orders',
        taskDefinition,
        desiredCount,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] },
        },
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: true },
        },
      }),
    );
  }

  async function describeService(): Promise<Service> {
    const { services = [] } = await client.send(
      new DescribeServicesCommand({
        cluster: 'slipway',
        services: ['slipway-orders'],
      }),
    );
    return services[0];
  }

  async function waitFor(
    condition: (service: Service) => boolean,
  ): Promise<Service> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const service = await describeService();
      if (condition(service)) {
        return service;
      }
      if (Date.now() > deadline) {
        throw new Error(`Waited in vain: ${JSON.stringify(service, null, 1)}`);
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  const isComplete = ({ deployments = [] }: Service) =>
    deployments.length === 1 && deployments[0].rolloutState === 'COMPLETED';

  async function tasks(desiredStatus: 'RUNNING' | 'STOPPED') {
    const { taskArns = [] } = await client.send(
      new ListTasksCommand({ cluster: 'slipway', desiredStatus }),
    );
    if (taskArns.length === 0) {
      return [];
    }
    const answer = await client.send(
      new DescribeTasksCommand({ cluster: 'slipway', tasks: taskArns }),
    );
    return answer.tasks ?? [];
  }

  it('runs a service as processes and tells its images by digest', async () => {
    await create(await register());
    const service = await waitFor(isComplete);

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
    const [task] = await tasks('RUNNING');
    expect(task).toMatchObject({
      lastStatus: 'RUNNING',
      group: 'service:slipway-orders',
      containers: [{ name: 'orders', imageDigest: DIGEST }],
    });
    expect(task.attachments?.[0]).toMatchObject({
      type: 'ElasticNetworkInterface',
      status: 'ATTACHED',
    });
    const [listener] = ecs.listeners() as { url: string }[];
    const answer = await fetch(`${listener.url}/actuator/health/readiness`);
    expect(await answer.json()).toEqual({ status: 'UP' });
    expect((await fetch(`${listener.url}/fail`)).status).toBe(500);
    const metrics = await fetch(`${listener.url}/actuator/prometheus`);
    expect(await metrics.text()).toContain(
      'http_server_requests_seconds_count{method="GET",uri="/fail",status="500",outcome="SERVER_ERROR",exception="none"} 1',
    );

    const { serviceDeployments = [] } = await client.send(
      new ListServiceDeploymentsCommand({
        cluster: 'slipway',
        service: 'slipway-orders',
      }),
    );
    expect(serviceDeployments).toMatchObject([{ status: 'SUCCESSFUL' }]);
    const revisions = await client.send(
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

  it('rolls back when the tasks of a new revision exit', async () => {
    const good = await register();
    await create(good, 1);
    await waitFor(isComplete);
    const bad = await register({
      environment: [{ name: 'FAIL_START', value: '1' }],
    });
    await client.send(
      new UpdateServiceCommand({
        cluster: 'slipway',
        service: 'slipway-orders',
        taskDefinition: bad,
      }),
    );
    const service = await waitFor(
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
    const { serviceDeployments = [] } = await client.send(
      new ListServiceDeploymentsCommand({
        cluster: 'slipway',
        service: 'slipway-orders',
      }),
    );
    const details = await client.send(
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
    const stopped = await tasks('STOPPED');
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
    await create(await register({ image: missing }), 1);
    const service = await waitFor(
      ({ deployments }) => deployments?.[0].rolloutState === 'FAILED',
    );

    expect(service.deployments?.[0]).toMatchObject({
      rolloutStateReason:
        'ECS deployment circuit breaker: tasks failed to start.',
      failedTasks: 3,
    });
    const [task] = await tasks('STOPPED');
    expect(task).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${missing}: ${missing}: not found`,
    });
  });

  it('replaces a stopped task, scales, drains and deletes', async () => {
    await create(await register(), 1);
    await waitFor(isComplete);
    const [first] = await tasks('RUNNING');
    await client.send(
      new StopTaskCommand({
        cluster: 'slipway',
        task: first.taskArn,
        reason: 'by hand',
      }),
    );
    await waitFor(({ runningCount }) => runningCount === 0);
    await waitFor(({ runningCount }) => runningCount === 1);
    expect(await tasks('STOPPED')).toMatchObject([
      {
        stopCode: 'UserInitiated',
        stoppedReason: 'by hand',
        containers: [{ exitCode: 0 }],
      },
    ]);

    const update = { cluster: 'slipway', service: 'slipway-orders' };
    await client.send(new UpdateServiceCommand({ ...update, desiredCount: 3 }));
    await waitFor(({ runningCount }) => runningCount === 3);
    await expect(
      client.send(new DeleteServiceCommand(update)),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(
      client.send(new DeleteClusterCommand({ cluster: 'slipway' })),
    ).rejects.toMatchObject({ name: 'ClusterContainsServicesException' });
    await client.send(new UpdateServiceCommand({ ...update, desiredCount: 0 }));
    await client.send(new DeleteServiceCommand(update));
    await waitFor(({ status }) => status === 'INACTIVE');
    expect(await tasks('RUNNING')).toEqual([]);
    const { cluster } = await client.send(
      new DeleteClusterCommand({ cluster: 'slipway' }),
    );
    expect(cluster?.status).toBe('INACTIVE');
  });

  it('answers as ECS does to what does not exist', async () => {
    await expect(
      client.send(
        new DescribeServicesCommand({ cluster: 'other', services: ['x'] }),
      ),
    ).rejects.toMatchObject({
      name: 'ClusterNotFoundException',
      message: 'Cluster not found.',
    });
    await expect(
      client.send(
        new UpdateServiceCommand({ cluster: 'slipway', service: 'x' }),
      ),
    ).rejects.toMatchObject({ name: 'ServiceNotFoundException' });
    const { failures } = await client.send(
      new DescribeServicesCommand({ cluster: 'slipway', services: ['x'] }),
    );
    expect(failures).toEqual([
      {
        arn: `arn:aws:ecs:eu-central-1:${ACCOUNT}:service/slipway/x`,
        reason: 'MISSING',
      },
    ]);
  });
});
