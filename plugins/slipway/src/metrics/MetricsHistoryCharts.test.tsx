import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import { FakeBackend } from '../__testUtils__/FakeBackend';
import * as fixtures from '../__testUtils__/fixtures';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { MetricsHistoryCharts } from './MetricsHistoryCharts';

const location = {
  entityRef: fixtures.placement.entityRef,
  environment: 'local',
};
const deployments =
  'data' in fixtures.healthy.deployments
    ? fixtures.healthy.deployments.data
    : undefined;

describe('MetricsHistoryCharts', () => {
  const server = setupServer();
  registerMswTestHooks(server);
  let backend: FakeBackend;

  beforeEach(() => {
    backend = new FakeBackend();
    server.use(...backend.handlers());
  });

  const render = () =>
    renderWithBackend(
      <MetricsHistoryCharts location={location} deployments={deployments} />,
    );

  it('tells what each line did and when a rollout began, and which charts are empty', async () => {
    await render();
    const chart = within(
      await screen.findByRole('figure', { name: 'Latency' }),
    );
    const picture = chart.getByRole('img');
    expect(picture).toHaveAccessibleName(
      expect.stringContaining(
        'p50 from 10 ms to 30 ms, now 20 ms; p99 from 100 ms to 300 ms, now 200 ms; rollout of slipway-orders:3 completed,',
      ),
    );
    expect(
      screen.getByText(
        'Not measured in this range: Database connections in use.',
      ),
    ).toBeVisible();
  });

  it('gives the values as a table and the queries for copying', async () => {
    await render();
    const user = userEvent.setup();
    const chart = within(
      await screen.findByRole('figure', { name: 'Latency' }),
    );
    await user.click(chart.getByRole('button', { name: 'Values' }));
    const rows = within(
      screen.getByRole('table', { name: 'Values of Latency' }),
    ).getAllByRole('row');
    expect(
      rows.map(row =>
        within(row)
          .queryAllByRole('cell')
          .slice(1)
          .map(cell => cell.textContent),
      ),
    ).toEqual([
      [],
      ['20 ms', '200 ms'],
      ['30 ms', '300 ms'],
      ['–', '–'],
      ['10 ms', '100 ms'],
    ]);
    await user.click(chart.getByRole('button', { name: 'Query' }));
    expect(chart.queryByRole('table')).not.toBeInTheDocument();
    expect(chart.getByText('p50{ecs_service="slipway-orders"}')).toBeVisible();
  });

  it('asks for the range that is chosen', async () => {
    await render();
    await screen.findByRole('figure', { name: 'Latency' });
    expect(backend.requests).toContain('metrics of 1h');
    const week = screen.getByRole('button', { name: '7 days' });
    await userEvent.click(week);
    expect(week).toHaveAttribute('aria-pressed', 'true');
    await waitFor(() => expect(backend.requests).toContain('metrics of 7d'));
  });

  it('shows that it loads', async () => {
    backend.silent.add('metrics of 1h');
    await render();
    expect(screen.getByLabelText('Charts of local')).toHaveAttribute(
      'aria-busy',
      'true',
    );
    expect(screen.getAllByLabelText('A chart is loading')).toHaveLength(4);
  });

  it('shows a problem, and older charts as stale beside it', async () => {
    backend.metricsHistory = { problem: fixtures.unreachable };
    const { unmount } = await render();
    expect(await screen.findByText(fixtures.unreachable.message)).toBeVisible();
    expect(screen.queryByLabelText('A chart is loading')).toBeNull();
    unmount();

    backend.metricsHistory = {
      ...fixtures.metricsHistory,
      problem: fixtures.unreachable,
    };
    await render();
    await screen.findByRole('figure', { name: 'Latency' });
    expect(screen.getByText('Stale')).toBeVisible();
    expect(screen.getByText(fixtures.unreachable.remedy)).toBeVisible();
  });

  it('says what a chart lacks', async () => {
    const { metricsHistory } = fixtures;
    if (!('data' in metricsHistory)) {
      throw new Error('The fixture has no data');
    }
    const [latency] = metricsHistory.data.charts;
    backend.metricsHistory = {
      ...metricsHistory,
      data: {
        ...metricsHistory.data,
        charts: [
          { ...latency, omittedSeries: 7, problem: fixtures.unreachable },
        ],
      },
    };
    await render();
    expect(
      await screen.findByText(/7 more series are not shown/),
    ).toBeVisible();
    expect(screen.getByText(fixtures.unreachable.message)).toBeVisible();
  });

  it('shows a problem in the place of a chart that has nothing else, with its query', async () => {
    const { metricsHistory } = fixtures;
    if (!('data' in metricsHistory)) {
      throw new Error('The fixture has no data');
    }
    const [latency] = metricsHistory.data.charts;
    backend.metricsHistory = {
      ...metricsHistory,
      data: {
        ...metricsHistory.data,
        charts: [{ ...latency, series: [], problem: fixtures.unreachable }],
      },
    };
    await render();
    const chart = within(
      await screen.findByRole('figure', { name: 'Latency' }),
    );
    expect(chart.getByText(fixtures.unreachable.remedy)).toBeVisible();
    expect(chart.queryByRole('img')).toBeNull();
    expect(chart.getByRole('button', { name: 'Query' })).toBeVisible();
  });
});
