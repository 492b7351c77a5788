import { type Service } from '@aws-sdk/client-ecs';
import { deployedService } from './deploymentsModel';

const ECS = 'arn:aws:ecs:eu-central-1:123456789012';
const definition = (revision: number) =>
  `${ECS}:task-definition/slipway-orders:${revision}`;

function told(service: Service) {
  return deployedService({
    declared: {
      address: 'aws_ecs_service.main',
      name: 'slipway-orders',
      arn: `${ECS}:service/slipway/slipway-orders`,
      clusterName: 'slipway',
      desiredCount: 2,
      taskDefinition: definition(3),
      autoscaled: false,
    },
    facts: { released: false, services: [], taskDefinitions: [] },
    snapshot: { service, running: [], problems: [] },
    console: { region: 'eu-central-1', partition: 'aws' },
  });
}

describe('deployedService', () => {
  it('tells launch type and platform version', () => {
    expect(
      told({
        launchType: 'FARGATE',
        platformVersion: 'LATEST',
        taskDefinition: definition(3),
        deployments: [{ status: 'PRIMARY', platformVersion: '1.4.0' }],
      }),
    ).toMatchObject({
      capacity: 'FARGATE',
      platformVersion: '1.4.0',
      controller: 'ECS',
      taskDefinition: 'slipway-orders:3',
      consoleUrl: expect.stringContaining('/services/slipway-orders/health'),
    });
  });

  it('tells capacity providers with base and weight', () => {
    expect(
      told({
        capacityProviderStrategy: [
          { capacityProvider: 'FARGATE', base: 1, weight: 1 },
          { capacityProvider: 'FARGATE_SPOT', weight: 3 },
        ],
      }).capacity,
    ).toBe('FARGATE (base 1, weight 1), FARGATE_SPOT (weight 3)');
  });

  it('tells a daemon', () => {
    expect(
      told({
        launchType: 'EC2',
        schedulingStrategy: 'DAEMON',
        desiredCount: 3,
        runningCount: 3,
      }),
    ).toMatchObject({ daemon: true, capacity: 'EC2', released: true });
  });

  it('takes the task definition of another controller from its primary task set', () => {
    expect(
      told({
        deploymentController: { type: 'EXTERNAL' },
        taskSets: [
          { status: 'ACTIVE', taskDefinition: definition(4) },
          { status: 'PRIMARY', taskDefinition: definition(3) },
        ],
      }),
    ).toMatchObject({
      controller: 'EXTERNAL',
      taskDefinition: 'slipway-orders:3',
      rollout: { state: 'in-progress', toldBy: 'task-sets' },
    });
  });

  it('tells zero tasks as zero', () => {
    expect(told({ desiredCount: 0 })).toMatchObject({
      counts: { running: 0, pending: 0, desired: 0 },
      released: false,
    });
  });
});
