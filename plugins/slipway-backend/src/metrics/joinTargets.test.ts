import { type Task } from '@aws-sdk/client-ecs';
import { joinTargets } from './joinTargets';

const task: Task = {
  taskArn: 'arn:aws:ecs:eu-central-1:123456789012:task/slipway/0123abcd',
  attachments: [
    { details: [{ name: 'privateIPv4Address', value: '10.0.1.7' }] },
  ],
};
type Labels = Record<string, string>;
const active = (discoveredLabels: Labels, labels: Labels, lastError = '') => ({
  discoveredLabels,
  labels,
  lastError,
});

describe('joinTargets', () => {
  it('takes the errors of the service and of no other', () => {
    const joined = joinTargets(
      {
        active: [
          active({}, { ecs_service: 'orders' }, 'connection refused'),
          active({}, { ecs_service: 'orders' }, 'connection refused'),
          active({}, { ecs_service: 'orders' }),
          active({}, { ecs_service: 'billing' }, 'secret of billing'),
        ],
        dropped: [],
      },
      'orders',
      [],
    );
    expect(joined).toEqual({
      errors: ['connection refused'],
      unlabelled: 0,
      dropped: 0,
    });
  });

  it.each<[string, Labels]>([
    ['its ARN', { __meta_ecs_task_arn: task.taskArn ?? '' }],
    ['its id', { ecs_task_id: '0123abcd' }],
    ['its address', { __address__: '10.0.1.7:80' }],
    ['the name of its service', { __meta_ecs_service: 'orders' }],
  ])('knows a task by %s', (_name, labels) => {
    const targets = {
      active: [active(labels, { job: 'ecs' })],
      dropped: [{ discoveredLabels: labels }],
    };
    expect(joinTargets(targets, 'orders', [task])).toEqual({
      errors: [],
      unlabelled: 1,
      dropped: 1,
    });
  });

  it('takes no other task for one of the service', () => {
    const labels = { __address__: '10.0.1.70:80', __meta_ecs_service: 'x' };
    expect(
      joinTargets(
        {
          active: [active(labels, {})],
          dropped: [{ discoveredLabels: labels }],
        },
        'orders',
        [task],
      ),
    ).toEqual({ errors: [], unlabelled: 0, dropped: 0 });
  });
});
