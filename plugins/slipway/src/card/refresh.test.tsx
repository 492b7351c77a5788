import { act, screen, waitFor } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import { FakeBackend } from '../__testUtils__/FakeBackend';
import * as fixtures from '../__testUtils__/fixtures';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { setHidden } from '../__testUtils__/setHidden';
import { SlipwayCard } from './SlipwayCard';

const { healthy, withData } = fixtures;

describe('the refresh of SlipwayCard', () => {
  const server = setupServer();
  registerMswTestHooks(server);
  let backend: FakeBackend;

  beforeEach(() => {
    // Requests run on real ticks; only the clock and its timers are the test's.
    jest.useFakeTimers({
      now: Date.parse(fixtures.NOW),
      doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'],
    });
    backend = new FakeBackend();
    server.use(...backend.handlers());
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  async function renderCard() {
    await renderWithBackend(<SlipwayCard />);
    await waitFor(() =>
      expect(screen.getByRole('status')).not.toHaveTextContent('Loading…'),
    );
    backend.requests.length = 0;
  }

  const pass = (milliseconds: number) =>
    act(() => jest.advanceTimersByTimeAsync(milliseconds));

  it('comes every minute when nothing progresses', async () => {
    await renderCard();
    await pass(55_000);
    expect(backend.requests).toEqual([]);
    await pass(5_000);
    await waitFor(() => expect(backend.count('state')).toBe(1));
    expect(backend.count('deployments')).toBe(1);
  });

  it('comes every ten seconds while something progresses, of all facets', async () => {
    backend.facets = {
      ...healthy,
      deployments: withData(
        healthy.deployments,
        {},
        { verdict: 'progressing' },
      ),
    };
    await renderCard();
    await pass(10_000);
    await waitFor(() => expect(backend.count('scans')).toBe(1));
    backend.facets = healthy;
    await pass(10_000);
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent('Healthy'),
    );
    backend.requests.length = 0;
    await pass(50_000);
    expect(backend.requests.filter(made => made === 'scans')).toEqual([]);
  });

  it.each([
    ['waits for a person', 'attention', { state: 'in-progress' }],
    ['is rolled back', 'failing', { status: 'ROLLBACK_IN_PROGRESS' }],
  ] as const)(
    'comes every ten seconds while a rollout %s',
    async (...given) => {
      const [, verdict, change] = given;
      const { rollout } = fixtures.deployedService;
      const services = [
        {
          ...fixtures.deployedService,
          rollout: {
            ...rollout,
            state: 'failed' as const,
            failedTasks: 0,
            ...change,
          },
        },
      ];
      backend.facets = {
        ...healthy,
        deployments: withData(healthy.deployments, { services }, { verdict }),
      };
      await renderCard();
      await pass(10_000);
      await waitFor(() => expect(backend.count('deployments')).toBe(1));
    },
  );

  it('asks for drift alone every three seconds while a check runs', async () => {
    backend.facets = {
      ...healthy,
      drift: withData(healthy.drift, { checking: true }),
    };
    await renderCard();
    await pass(3_000);
    await waitFor(() => expect(backend.count('drift')).toBeGreaterThan(0));
    expect(backend.count('state')).toBe(0);
  });

  it('rests while the page is hidden', async () => {
    await renderCard();
    setHidden(true);
    await pass(600_000);
    expect(backend.requests).toEqual([]);
    setHidden(false);
    await pass(0);
    await waitFor(() => expect(backend.count('metrics')).toBe(1));
  });

  it('keeps what it knew, as stale, when the portal is away', async () => {
    await renderCard();
    backend.failure = { status: 503, name: 'Error', message: 'restarting' };
    await pass(60_000);
    await waitFor(() => expect(screen.getAllByText('Stale')).toHaveLength(5));
    expect(screen.getByText('2 of 2 running')).toBeInTheDocument();
    expect(screen.getByRole('status')).toHaveTextContent('Unknown');

    backend.failure = undefined;
    await pass(60_000);
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent('Healthy'),
    );
    expect(screen.queryByText('Stale')).toBeNull();
  });
});
