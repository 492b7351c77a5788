import { act, screen, waitFor } from '@testing-library/react';
import { setHidden } from '../__testUtils__/setHidden';
import { setUpDeploymentsDetails } from '../__testUtils__/setUpDeploymentsDetails';
import { factsIn, rowsOf } from '../__testUtils__/tabContent';

describe('DeploymentsDetails', () => {
  const details = setUpDeploymentsDetails();

  it('shows the facet while the details load, and what is denied beside the rest', async () => {
    details.backend.silent.add('details');
    await details.renderOnly();
    expect(
      screen.getByLabelText('Tasks and rollouts of slipway-orders are loading'),
    ).toBeInTheDocument();
    expect(factsIn().Status).toBe('ACTIVE');
  });

  it('names a denied action beside what is known', async () => {
    await details.render({
      scaling: undefined,
      problems: [
        {
          part: 'scaling',
          problem: {
            code: 'access-denied',
            message:
              'AWS denied application-autoscaling:DescribeScalableTargets',
            remedy: 'Allow it',
            missingAction: 'application-autoscaling:DescribeScalableTargets',
          },
        },
      ],
    });
    expect(
      screen.getByText('application-autoscaling:DescribeScalableTargets'),
    ).toBeInTheDocument();
    expect(rowsOf('Tasks of slipway-orders')).toHaveLength(2);
  });

  const pass = (milliseconds: number) =>
    act(() => jest.advanceTimersByTimeAsync(milliseconds));

  it.each([
    ['in-progress', 10_000],
    ['completed', 60_000],
  ] as const)(
    'comes again for a rollout that is %s after %i ms, and not while hidden',
    async (state, interval) => {
      await details.render({}, { rollout: { state } });
      details.backend.requests.length = 0;
      await pass(interval - 1_000);
      expect(details.backend.count('details')).toBe(0);
      await pass(1_000);
      await waitFor(() => expect(details.backend.count('details')).toBe(1));
      setHidden(true);
      await pass(600_000);
      expect(details.backend.count('details')).toBe(1);
    },
  );

  it('keeps what it knew, as stale, when the portal is away', async () => {
    await details.render();
    details.backend.failure = {
      status: 503,
      name: 'Error',
      message: 'restarting',
    };
    await pass(60_000);
    expect(await screen.findByText('Stale')).toBeInTheDocument();
    expect(rowsOf('Tasks of slipway-orders')).toHaveLength(2);
  });

  it('says why when there never was an answer', async () => {
    details.backend.failure = {
      status: 503,
      name: 'Error',
      message: 'restarting',
    };
    await details.renderOnly();
    expect(await screen.findByText(/status 503/)).toBeInTheDocument();
    expect(screen.queryByText('Stale')).toBeNull();
    expect(factsIn().Started).toBe('10 min ago');
  });
});
