import { type Task } from '@aws-sdk/client-ecs';
import { ConsoleLinks } from '../consoleLinks';
import { deployedTask } from './deployedTask';

const ID = '1f'.repeat(16);
const ECS = 'arn:aws:ecs:eu-central-1:123456789012';

const running: Task = {
  taskArn: `${ECS}:task/slipway/${ID}`,
  taskDefinitionArn: `${ECS}:task-definition/slipway-orders:3`,
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  healthStatus: 'HEALTHY',
  availabilityZone: 'eu-central-1a',
  launchType: 'FARGATE',
  startedAt: new Date(Date.UTC(2026, 10, 20)),
  attributes: [
    { name: 'ecs.availability-zone', value: 'eu-central-1a' },
    { name: 'ecs.cpu-architecture', value: 'arm64' },
  ],
  // As ECS answers for a task with Service Connect: its attachment comes first.
  attachments: [
    {
      type: 'Service Connect',
      details: [{ name: 'ContainerName', value: 'ecs-service-connect-x1' }],
    },
    {
      type: 'ElasticNetworkInterface',
      details: [
        { name: 'subnetId', value: 'subnet-1' },
        { name: 'networkInterfaceId', value: 'eni-1' },
        { name: 'privateIPv4Address', value: '10.0.1.7' },
        { name: 'privateIPv6Address', value: 'fd00::7' },
      ],
    },
  ],
  containers: [
    { name: 'orders', lastStatus: 'RUNNING', healthStatus: 'HEALTHY' },
    { name: 'proxy', lastStatus: 'RUNNING' },
  ],
};

function told(task: Task) {
  return deployedTask(task, {
    clusterName: 'slipway',
    links: new ConsoleLinks({ region: 'eu-central-1', partition: 'aws' }),
    logging: [
      {
        container: 'orders',
        driver: 'awslogs',
        group: '/slipway/orders',
        streamPrefix: 'app',
      },
      { container: 'proxy', driver: 'awsfirelens' },
    ],
  });
}

describe('deployedTask', () => {
  it('finds the address by the type of the attachment, Service Connect first or not', () => {
    expect(told(running).addresses).toEqual(['10.0.1.7', 'fd00::7']);
    expect(
      told({
        ...running,
        attachments: [...(running.attachments ?? [])].reverse(),
      }).addresses,
    ).toEqual(['10.0.1.7', 'fd00::7']);
    expect(told({ ...running, attachments: undefined }).addresses).toEqual([]);
  });

  it('tells revision, zone, architecture, health and capacity', () => {
    expect(told(running)).toMatchObject({
      id: ID,
      status: 'RUNNING',
      health: 'HEALTHY',
      taskDefinition: 'slipway-orders:3',
      zone: 'eu-central-1a',
      capacity: 'FARGATE',
      cpuArchitecture: 'arm64',
      consoleUrl: expect.stringContaining(`/clusters/slipway/tasks/${ID}?`),
    });
  });

  it('links the logs of each container that logs to CloudWatch', () => {
    expect(told(running).containers).toEqual([
      {
        name: 'orders',
        status: 'RUNNING',
        health: 'HEALTHY',
        logsUrl: expect.stringMatching(
          new RegExp(`/log-events/app\\$252Forders\\$252F${ID}$`),
        ),
      },
      { name: 'proxy', status: 'RUNNING', health: 'UNKNOWN' },
    ]);
  });

  it('tells a Spot interruption with exit code and provider', () => {
    expect(
      told({
        ...running,
        launchType: undefined,
        capacityProviderName: 'FARGATE_SPOT',
        lastStatus: 'STOPPED',
        desiredStatus: 'STOPPED',
        stopCode: 'SpotInterruption',
        stoppedReason: 'Your Spot Task was interrupted.',
        containers: [{ name: 'orders', lastStatus: 'STOPPED', exitCode: 143 }],
      }),
    ).toMatchObject({
      capacity: 'FARGATE_SPOT',
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
      containers: [{ exitCode: 143 }],
    });
  });
});
