import { screen } from '@testing-library/react';
import * as fixtures from '../__testUtils__/fixtures';
import { setUpDeploymentsDetails } from '../__testUtils__/setUpDeploymentsDetails';
import { factsIn, rowsOf } from '../__testUtils__/tabContent';

const { ago, rolloutDetails } = fixtures;

describe('The last rollout', () => {
  const details = setUpDeploymentsDetails();

  it('tells a rollback: from what to what, by which alarm, how long', async () => {
    await details.render();
    expect(factsIn()).toMatchObject({
      Status: 'failed, and was rolled back',
      Reason: 'Service deployment rolled back because of alarms.',
      Revisions: 'slipway-orders:3 → slipway-orders:4',
      Strategy: 'rolling',
      Duration: '3 min',
      'Circuit breaker': '1 of 3 failures, monitoring',
      Alarms: 'triggered: errors',
      Rollback: 'to slipway-orders:3: Alarm detected.',
    });
    expect(rowsOf('Revisions of slipway-orders')).toEqual([
      [
        'source',
        'slipway-orders:3',
        '2 running, 0 pending, 2 requested',
        `app ${fixtures.DIGEST}`,
      ],
      ['target', 'slipway-orders:4', '0 running, 0 pending, 0 requested', '–'],
    ]);
    expect(
      screen.getByRole('link', { name: /Rollout in the AWS console/ }),
    ).toHaveAttribute('href', 'https://console.aws.example/deployment');
  });

  it('tells that a blue/green rollout waits for a person, until when, and what then', async () => {
    const rollout = {
      ...rolloutDetails,
      status: 'IN_PROGRESS',
      strategy: 'BLUE_GREEN',
      lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
      hooks: [
        {
          id: 'h1',
          type: 'PAUSE',
          status: 'AWAITING_ACTION',
          expiresAt: ago(-1_800),
          defaultAction: 'ROLLBACK',
        },
      ],
      revisions: rolloutDetails.revisions.map((revision, index) => ({
        ...revision,
        traffic: { production: index ? 0 : 100, test: index ? 100 : 0 },
      })),
    };
    await details.render({ rollout });
    const until = new Date(ago(-1_800)).toLocaleString();
    expect(factsIn()).toMatchObject({
      Status: 'in progress',
      'Waits for': `a person, until ${until}; then it rolls back by itself`,
      Strategy: 'blue/green',
      Stage: 'post test traffic shift',
    });
    expect(rowsOf('Revisions of slipway-orders').map(row => row[3])).toEqual([
      '100 % production, 0 % test',
      '0 % production, 100 % test',
    ]);
  });

  it('says where ECS keeps no record of rollouts', async () => {
    const { id: _id, ...rollout } = rolloutDetails;
    await details.render(
      { rollout: { ...rollout, status: 'STEADY_STATE' }, history: undefined },
      { rollout: { toldBy: 'task-sets', state: 'unknown' } },
    );
    expect(factsIn()['Known from']).toContain('not how a rollout ended');
    expect(
      screen.queryByText('Rollouts of the last 90 days'),
    ).not.toBeInTheDocument();
  });
});
