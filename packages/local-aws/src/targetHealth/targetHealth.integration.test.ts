import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ImageStore } from '../ecs/ImageStore';
import { LocalAws } from '../LocalAws';
import { defaultNetwork } from '../testing/createTargetGroups';

const IMAGE = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders@sha256:${'a'.repeat(
  64,
)}`;

const images: ImageStore = {
  async resolve(reference) {
    return {
      digest: reference.split('@')[1],
      command: ['node', '{sample}/server.mjs'],
    };
  },
};

jest.setTimeout(120_000);

describe('target health', () => {
  let localAws: LocalAws;
  let ecs: ECSClient;
  let balancing: ElasticLoadBalancingV2Client;
  let targetGroupArn: string;
  let network: { vpcId: string; subnets: string[] };

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
    balancing = new ElasticLoadBalancingV2Client(options);
    network = await defaultNetwork(localAws.url);
    const groups = await balancing.send(
      new CreateTargetGroupCommand({
        Name: 'slipway-orders',
        Protocol: 'HTTP',
        Port: 8080,
        VpcId: network.vpcId,
        TargetType: 'ip',
        HealthCheckPath: '/actuator/health/readiness',
        HealthCheckIntervalSeconds: 5,
        HealthCheckTimeoutSeconds: 2,
        HealthyThresholdCount: 2,
        UnhealthyThresholdCount: 2,
        Matcher: { HttpCode: '200-299' },
      }),
    );
    targetGroupArn = groups.TargetGroups?.[0].TargetGroupArn ?? '';
    await ecs.send(new CreateClusterCommand({ clusterName: 'slipway' }));
  });

  async function addListener() {
    const balancers = await balancing.send(
      new CreateLoadBalancerCommand({
        Name: 'slipway',
        Subnets: network.subnets,
        Type: 'application',
      }),
    );
    await balancing.send(
      new CreateListenerCommand({
        LoadBalancerArn: balancers.LoadBalancers?.[0].LoadBalancerArn,
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
      }),
    );
  }

  afterAll(async () => {
    ecs?.destroy();
    balancing?.destroy();
    await localAws?.stop();
  });

  async function register(environment: Record<string, string> = {}) {
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'slipway-orders',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          {
            name: 'orders',
            image: IMAGE,
            portMappings: [{ containerPort: 8080 }],
            environment: Object.entries(environment).map(([name, value]) => ({
              name,
              value,
            })),
          },
        ],
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? '';
  }

  function createService(taskDefinition: string) {
    return ecs.send(
      new CreateServiceCommand({
        cluster: 'slipway',
        serviceName: 'slipway-orders',
        taskDefinition,
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-1'] },
        },
        loadBalancers: [
          { targetGroupArn, containerName: 'orders', containerPort: 8080 },
        ],
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: true },
        },
      }),
    );
  }

  async function targets() {
    const answer = await balancing.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
    );
    return answer.TargetHealthDescriptions ?? [];
  }

  async function service() {
    const { services = [] } = await ecs.send(
      new DescribeServicesCommand({
        cluster: 'slipway',
        services: ['slipway-orders'],
      }),
    );
    return services[0];
  }

  async function until(condition: () => Promise<boolean>) {
    const deadline = Date.now() + 90_000;
    while (!(await condition())) {
      if (Date.now() > deadline) {
        throw new Error(`Waited in vain: ${JSON.stringify(await service())}`);
      }
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }

  const completed = async () => {
    const { deployments = [] } = await service();
    return (
      deployments.length === 1 && deployments[0].rolloutState === 'COMPLETED'
    );
  };

  it('refuses a target group that no load balancer uses', async () => {
    await expect(createService(await register())).rejects.toThrow(
      `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
    );
    await addListener();
  });

  it('finishes a rollout only when the targets are healthy', async () => {
    await createService(await register({ START_DELAY_MS: '3000' }));
    await until(async () => (await service()).runningCount === 1);
    expect((await service()).deployments?.[0].rolloutState).toBe('IN_PROGRESS');
    await until(async () => (await targets()).length === 1);
    expect((await targets())[0].TargetHealth?.State).toBe('initial');

    await until(completed);
    expect(await targets()).toMatchObject([
      {
        Target: { Id: expect.stringMatching(/^10\.0\./), Port: 8080 },
        TargetHealth: { State: 'healthy' },
      },
    ]);
  });

  it('counts tasks that never become healthy as failed, and rolls back', async () => {
    const before = (await service()).taskDefinition;
    await ecs.send(
      new UpdateServiceCommand({
        cluster: 'slipway',
        service: 'slipway-orders',
        taskDefinition: await register({ UNHEALTHY: '1' }),
      }),
    );
    await until(async () => {
      const { taskDefinition } = await service();
      return taskDefinition === before && (await completed());
    });

    const messages = (await service()).events?.map(({ message }) => message);
    expect(messages).toContainEqual(
      expect.stringContaining(
        'due to (reason Health checks failed with these codes: [503]).',
      ),
    );
    const { taskArns } = await ecs.send(
      new ListTasksCommand({ cluster: 'slipway', desiredStatus: 'STOPPED' }),
    );
    const { tasks } = await ecs.send(
      new DescribeTasksCommand({ cluster: 'slipway', tasks: taskArns }),
    );
    expect(tasks?.[0]).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Task failed ELB health checks in (target-group ${targetGroupArn})`,
    });
    expect(await targets()).toHaveLength(1);
  });
});
