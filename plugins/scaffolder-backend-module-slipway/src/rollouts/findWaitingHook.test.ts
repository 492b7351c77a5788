import { type ServiceDeployment } from '@aws-sdk/client-ecs';
import { findWaitingHook } from './findWaitingHook';

const NOW = new Date('2026-01-10T12:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

type Hook = NonNullable<ServiceDeployment['lifecycleHookDetails']>[number];

const hook = (hookId: string, more: Partial<Hook> = {}): Hook => ({
  hookId,
  targetType: 'PAUSE',
  status: 'AWAITING_ACTION',
  expiresAt: minutes(30),
  timeoutAction: 'ROLLBACK',
  ...more,
});

const deployment = (
  lifecycleHookDetails: Hook[],
  more: Partial<ServiceDeployment> = {},
): ServiceDeployment => ({
  serviceArn:
    'arn:aws:ecs:eu-central-1:123456789012:service/slipway/slipway-orders',
  serviceDeploymentArn: 'arn:of-the-deployment',
  targetServiceRevision: { arn: 'arn:of-the-revision' },
  status: 'IN_PROGRESS',
  lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
  createdAt: minutes(-10),
  lifecycleHookDetails,
  ...more,
});

describe('findWaitingHook', () => {
  it('finds the hook that waits, with all that deciding needs', () => {
    expect(
      findWaitingHook(
        [
          deployment([
            hook('done', { status: 'SUCCEEDED' }),
            hook('function', { targetType: 'AWS_LAMBDA' }),
            hook('waits'),
          ]),
        ],
        NOW,
      ),
    ).toEqual({
      waiting: 1,
      hook: {
        hookId: 'waits',
        deploymentArn: 'arn:of-the-deployment',
        service: 'slipway-orders',
        stage: 'post test traffic shift',
        expiresAt: '2026-01-10T12:30:00.000Z',
        targetRevisionArn: 'arn:of-the-revision',
      },
    });
  });

  it('takes the one that waits first, and counts the others', () => {
    const found = findWaitingHook(
      [
        deployment([hook('later')]),
        deployment([hook('first'), hook('second', { expiresAt: minutes(1) })], {
          createdAt: minutes(-20),
        }),
      ],
      NOW,
    );
    expect(found).toMatchObject({ hook: { hookId: 'first' }, waiting: 3 });
  });

  it('passes over one that has expired', () => {
    const expired = hook('expired', { expiresAt: minutes(-1) });
    expect(
      findWaitingHook([deployment([expired, hook('waits')])], NOW),
    ).toMatchObject({ hook: { hookId: 'waits' }, waiting: 1 });
  });

  it.each([
    [hook('late', { expiresAt: minutes(-1) }), 'rolls back'],
    [
      hook('late', {
        expiresAt: minutes(-1),
        status: 'TIMED_OUT',
        timeoutAction: 'CONTINUE',
      }),
      'continues',
    ],
  ])('says that the last one has expired, and what ECS does', (late, then) => {
    expect(() => findWaitingHook([deployment([late])], NOW)).toThrow(
      `Nothing was decided: the hook of slipway-orders at post test traffic shift has expired at 2026-01-10T11:59:00.000Z, and ECS ${then} by itself`,
    );
  });

  it('says that nothing waits, and how the last rollout stands', () => {
    expect(() => findWaitingHook([], NOW)).toThrow(
      'ECS knows of no rollout of this stack',
    );
    // The newest tells, and a rollout that is over waits for nobody.
    const over = deployment([hook('left')], {
      status: 'STOPPED',
      createdAt: minutes(-20),
    });
    expect(() =>
      findWaitingHook([deployment([], { status: 'SUCCESSFUL' }), over], NOW),
    ).toThrow(
      'no rollout of this stack waits at a hook for a person; the last one, of slipway-orders, is in status SUCCESSFUL',
    );
  });
});
