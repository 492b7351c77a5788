import { screen } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import { type LifecycleHook } from '@slipway/plugin-slipway-common';
import { FakeBackend } from '../__testUtils__/FakeBackend';
import * as fixtures from '../__testUtils__/fixtures';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { SlipwayCard } from './SlipwayCard';

const { ago, deployedService, healthy, withData } = fixtures;
const PAUSE: LifecycleHook = {
  id: 'h1',
  type: 'PAUSE',
  status: 'AWAITING_ACTION',
  expiresAt: ago(-1_800),
  defaultAction: 'ROLLBACK',
};

describe('a rollout that waits, on the card', () => {
  const server = setupServer();
  registerMswTestHooks(server);

  async function renderCard(hooks: Record<string, LifecycleHook | undefined>) {
    const backend = new FakeBackend();
    server.use(...backend.handlers());
    const services = Object.entries(hooks).map(([name, waitsAt]) => ({
      ...deployedService,
      name,
      rollout: {
        ...deployedService.rollout,
        state: 'in-progress' as const,
        waitsAt,
      },
    }));
    backend.facets = {
      ...healthy,
      deployments: withData(
        healthy.deployments,
        { services },
        { verdict: 'attention' },
      ),
    };
    await renderWithBackend(<SlipwayCard />);
    await screen.findByText(/rollout (in progress|waits)/);
  }

  it('says for whom, until when and what then, and leads to the decision', async () => {
    await renderCard({ 'slipway-orders': PAUSE });
    expect(
      screen.getByText('2 of 2 running, rollout waits for a person'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        `Waits for a person, until ${new Date(
          ago(-1_800),
        ).toLocaleString()}; then it rolls back by itself.`,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'See what it waits for' }),
    ).toHaveAttribute('href', '/tab#slipway-local-deployments');
  });

  it('tells which of several services waits', async () => {
    await renderCard({
      orders: undefined,
      worker: {
        ...PAUSE,
        type: 'AWS_LAMBDA',
        status: 'IN_PROGRESS',
        expiresAt: undefined,
        defaultAction: 'CONTINUE',
      },
    });
    expect(
      screen.getByText(
        'worker: Waits for a function; then it continues by itself.',
      ),
    ).toBeInTheDocument();
  });

  it('says nothing of the kind where nothing waits', async () => {
    await renderCard({ orders: undefined });
    expect(screen.queryByText(/Waits for/)).toBeNull();
  });
});
