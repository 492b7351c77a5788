import {
  type ServiceDeploymentBrief,
  type ServiceDeploymentStatus,
} from '@aws-sdk/client-ecs';
import { rolloutHistory } from './history';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute));
const SINCE = new Date(Date.UTC(2026, 7, 22));

function deployment(
  minute: number,
  status: ServiceDeploymentStatus,
  minutes?: number,
): ServiceDeploymentBrief {
  return {
    serviceDeploymentArn: `arn:aws:ecs:eu-central-1:123456789012:service-deployment/slipway/slipway-orders/d${minute}`,
    targetServiceRevisionArn: `revision-${minute}`,
    status,
    createdAt: at(minute),
    startedAt: at(minute),
    finishedAt: minutes === undefined ? undefined : at(minute + minutes),
  };
}

const historyOf = (...deployments: ServiceDeploymentBrief[]) =>
  rolloutHistory(deployments, new Map(), SINCE);

describe('rolloutHistory', () => {
  it.each<[ServiceDeploymentStatus, string]>([
    ['PENDING', 'in-progress'],
    ['IN_PROGRESS', 'in-progress'],
    ['SUCCESSFUL', 'succeeded'],
    ['STOP_REQUESTED', 'stopped'],
    ['STOPPED', 'stopped'],
    ['ROLLBACK_REQUESTED', 'failed'],
    ['ROLLBACK_IN_PROGRESS', 'failed'],
    ['ROLLBACK_FAILED', 'failed'],
    ['ROLLBACK_SUCCESSFUL', 'rolled-back'],
  ])('reads the status %s as %s', (status, outcome) => {
    expect(historyOf(deployment(1, status)).rollouts[0]).toMatchObject({
      outcome,
      status,
    });
  });

  it.each([
    ['the circuit breaker threshold was exceeded', 'failed'],
    ['of the alarm orders-errors', 'failed'],
    ['a newer service deployment was created', 'stopped'],
  ])('reads a stop because %s as %s', (because, outcome) => {
    const statusReason = `Service deployment stopped because ${because}.`;
    const stopped = { ...deployment(1, 'STOPPED', 1), statusReason };
    expect(historyOf(stopped).rollouts[0]).toMatchObject({ outcome });
  });

  it('keeps a status that it does not know as unknown', () => {
    const status = 'SOMETHING_NEW' as ServiceDeploymentStatus;
    expect(historyOf(deployment(1, status)).rollouts[0]?.outcome).toBe(
      'unknown',
    );
  });

  it('tells duration and task definition, newest first', () => {
    const { rollouts } = rolloutHistory(
      [deployment(1, 'SUCCESSFUL', 3), deployment(9, 'IN_PROGRESS')],
      new Map([
        ['revision-1', { taskDefinition: 'arn:…:task-definition/orders:3' }],
      ]),
      SINCE,
    );
    expect(rollouts).toMatchObject([
      { id: 'd9', durationSeconds: undefined, taskDefinition: undefined },
      { id: 'd1', durationSeconds: 180, taskDefinition: 'orders:3' },
    ]);
  });

  it('counts failures among what ended, without what was stopped', () => {
    expect(
      historyOf(
        deployment(1, 'SUCCESSFUL', 2),
        deployment(5, 'ROLLBACK_SUCCESSFUL', 4),
        deployment(10, 'STOPPED', 1),
        deployment(20, 'SUCCESSFUL', 2),
        deployment(30, 'SUCCESSFUL', 2),
        deployment(40, 'IN_PROGRESS'),
      ),
    ).toMatchObject({
      succeeded: 3,
      failed: 1,
      changeFailureRate: 0.25,
      timeToRestoreSeconds: 240,
    });
  });

  it('restores a failed rollback with the next success, and takes the median', () => {
    expect(
      historyOf(
        deployment(0, 'ROLLBACK_FAILED', 5),
        deployment(8, 'SUCCESSFUL', 2),
        deployment(20, 'ROLLBACK_SUCCESSFUL', 2),
      ).timeToRestoreSeconds,
    ).toBe((600 + 120) / 2);
  });

  it('has no time to restore for what is not restored, and no rate for nothing', () => {
    const broken = historyOf(deployment(1, 'ROLLBACK_FAILED', 5));
    expect(broken.changeFailureRate).toBe(1);
    expect(broken.timeToRestoreSeconds).toBeUndefined();
    expect(historyOf().changeFailureRate).toBeUndefined();
  });
});
