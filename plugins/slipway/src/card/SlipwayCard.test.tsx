import { screen, within } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import { FakeBackend } from '../__testUtils__/FakeBackend';
import * as fixtures from '../__testUtils__/fixtures';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { SlipwayCard } from './SlipwayCard';

describe('SlipwayCard', () => {
  const server = setupServer();
  registerMswTestHooks(server);
  let backend: FakeBackend;

  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse(fixtures.NOW));
    backend = new FakeBackend();
    server.use(...backend.handlers());
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function renderCard(options?: { denied?: string[] }) {
    await renderWithBackend(<SlipwayCard />, options);
    return within(await screen.findByRole('region', { name: 'local' }));
  }

  it('tells the verdict of the environment and every facet with its age', async () => {
    const section = await renderCard();
    expect(await section.findByRole('status')).toHaveTextContent('Healthy');
    const rows = section.getAllByRole('listitem').map(row => row.textContent);
    expect(rows).toEqual([
      'DeploymentsHealthy2 of 2 runningjust now',
      'StateHealthyserial 7, sound12 s ago',
      'DriftHealthyno drift, checked 3 min agojust now',
      'ScansHealthyno findings2 min ago',
      'MetricsHealthy4.2 req/s, 0.1 % errors, p95 38 msjust now',
    ]);
  });
});
