import type { Service } from '../model';
import {
  beginDeployment,
  breakerThreshold,
  countFailedTask,
  needsDeployment,
  settleDeployments,
} from './deployments';
import { serviceFixture, taskFixtures } from './fixtures';

const SCOPE = { accountId: '123456789012', region: 'eu-central-1' };
const NOW = new Date('2026-01-01T00:00:00Z');
const CONTAINERS = [{ name: 'orders', image: 'orders@sha256:0' }];

function begin(service: Service, taskDefinition: string): string {
  service.specification = { ...service.specification, taskDefinition };
  beginDeployment(service, CONTAINERS, { scope: SCOPE, now: NOW });
  return service.deployments[0].id;
}

function complete(service: Service): void {
  const { id } = service.deployments[0];
  settleDeployments(service, taskFixtures(id, 'ready', 2), NOW);
}

function fail(service: Service, times: number): void {
  const { id } = service.deployments[0];
  for (let count = 0; count < times; count += 1) {
    countFailedTask(service, id, NOW);
  }
}

describe('breakerThreshold', () => {
  it.each([
    [0, 3],
    [1, 3],
    [6, 3],
    [7, 4],
    [25, 13],
    [1000, 200],
  ])('of %d tasks is %d', (desired, threshold) => {
    expect(breakerThreshold(desired)).toBe(threshold);
  });
});

describe('needsDeployment', () => {
  const { specification } = serviceFixture();

  it('is false for an equal specification, whatever the order of keys', () => {
    const { taskDefinition, ...rest } = specification;
    expect(needsDeployment(specification, { ...rest, taskDefinition })).toBe(
      false,
    );
  });

  it('is true for another task definition or network', () => {
    expect(
      needsDeployment(specification, {
        ...specification,
        taskDefinition: 'orders:2',
      }),
    ).toBe(true);
    expect(
      needsDeployment(specification, {
        ...specification,
        networkConfiguration: {},
      }),
    ).toBe(true);
  });
});

describe('deployments', () => {
  it('share their number with their revision', () => {
    const service = serviceFixture();
    const id = begin(service, 'orders:1');
    expect(service.revisions[0].arn).toBe(
      `arn:aws:ecs:eu-central-1:123456789012:service-revision/slipway/orders/${
        id.split('/')[1]
      }`,
    );
    expect(service.serviceDeployments[0]).toMatchObject({
      status: 'IN_PROGRESS',
      sourceRevisionArns: [],
      targetRevisionArn: service.revisions[0].arn,
    });
  });

  it('complete when exactly the wanted tasks are ready, and say so once', () => {
    const service = serviceFixture();
    const id = begin(service, 'orders:1');
    settleDeployments(service, taskFixtures(id, 'ready', 1), NOW);
    expect(service.deployments[0].rolloutState).toBe('IN_PROGRESS');

    complete(service);
    complete(service);
    expect(service.deployments).toMatchObject([
      {
        rolloutState: 'COMPLETED',
        rolloutStateReason: `ECS deployment ${id} completed.`,
      },
    ]);
    expect(service.serviceDeployments[0].status).toBe('SUCCESSFUL');
    expect(service.events.map(({ message }) => message)).toEqual([
      '(service orders) has reached a steady state.',
      `(service orders) (deployment ${id}) deployment completed.`,
    ]);
  });

  it('roll back to the last completed one when the breaker opens', () => {
    const service = serviceFixture();
    const good = begin(service, 'orders:1');
    complete(service);
    const bad = begin(service, 'orders:2');
    fail(service, 2);
    expect(service.deployments[0].id).toBe(bad);

    fail(service, 1);
    expect(service.deployments).toMatchObject([
      {
        id: good,
        status: 'PRIMARY',
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${good}.`,
      },
      {
        id: bad,
        status: 'ACTIVE',
        rolloutState: 'FAILED',
        rolloutStateReason:
          'ECS deployment circuit breaker: tasks failed to start.',
        failedTasks: 3,
      },
    ]);
    expect(service.specification.taskDefinition).toBe('orders:1');
    expect(service.serviceDeployments[0]).toMatchObject({
      status: 'ROLLBACK_IN_PROGRESS',
      breaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
      rollback: { serviceRevisionArn: service.revisions[1].arn },
    });

    complete(service);
    expect(service.deployments).toMatchObject([
      { id: good, rolloutState: 'COMPLETED' },
    ]);
    expect(service.serviceDeployments[0].status).toBe('ROLLBACK_SUCCESSFUL');
  });

  it('stay failed when there is nothing to roll back to', () => {
    const service = serviceFixture();
    begin(service, 'orders:1');
    fail(service, 3);
    expect(service.deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'FAILED' },
    ]);
    expect(service.serviceDeployments[0]).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: expect.stringContaining(
        'No rollback candidate was found to run the rollback.',
      ),
    });
  });

  it('stay failed without rollback, and keep the older tasks', () => {
    const service = serviceFixture();
    service.deploymentConfiguration.deploymentCircuitBreaker = {
      enable: true,
      rollback: false,
    };
    const good = begin(service, 'orders:1');
    complete(service);
    begin(service, 'orders:2');
    fail(service, 3);
    settleDeployments(service, taskFixtures(good, 'ready', 2), NOW);
    expect(service.deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'FAILED' },
      { id: good, status: 'ACTIVE', rolloutState: 'COMPLETED' },
    ]);
    expect(service.serviceDeployments[0].status).toBe('STOPPED');
  });

  it('go on failing without a breaker, and complain', () => {
    const service = serviceFixture();
    service.deploymentConfiguration.deploymentCircuitBreaker = undefined;
    begin(service, 'orders:1');
    fail(service, 5);
    expect(service.deployments).toMatchObject([
      { rolloutState: 'IN_PROGRESS', failedTasks: 5 },
    ]);
    expect(service.events[0].message).toContain(
      'is unable to consistently start tasks successfully.',
    );
  });

  it('end when a newer one begins', () => {
    const service = serviceFixture();
    begin(service, 'orders:1');
    begin(service, 'orders:2');
    expect(service.serviceDeployments).toMatchObject([
      { status: 'IN_PROGRESS' },
      { status: 'STOPPED', finishedAt: NOW },
    ]);
  });
});
