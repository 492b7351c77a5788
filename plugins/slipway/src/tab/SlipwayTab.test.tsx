import { screen } from '@testing-library/react';
import { type FacetResults } from '@slipway/plugin-slipway-common';
import * as fixtures from '../__testUtils__/fixtures';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { setUpTab } from '../__testUtils__/setUpTab';
import { section } from '../__testUtils__/tabContent';
import { SlipwayTab } from './SlipwayTab';

const { healthy } = fixtures;

describe('SlipwayTab', () => {
  const tab = setUpTab();

  it('orders its headings: environment, facets, parts', async () => {
    await tab.render();
    expect(
      screen
        .getAllByRole('heading')
        .map(({ tagName, textContent }) => `${tagName} ${textContent}`),
    ).toEqual([
      'H2 local',
      'H3 Deployments',
      'H4 slipway-orders',
      'H5 Containers',
      'H5 Events',
      'H3 State',
      'H4 Versions',
      'H3 Drift',
      'H3 Scans',
      'H4 app',
      'H3 Metrics',
    ]);
  });

  it.each(['Deployments', 'State', 'Drift', 'Scans', 'Metrics'])(
    'shows that %s is loading',
    async title => {
      const facet = title.toLowerCase() as keyof FacetResults;
      tab.backend.silent.add(facet);
      await renderWithBackend(<SlipwayTab />);
      expect(
        await screen.findByLabelText(`${title} is loading`),
      ).toBeInTheDocument();
    },
  );

  it.each(['Deployments', 'State', 'Drift', 'Scans', 'Metrics'])(
    'shows %s as stale with its age',
    async title => {
      const facet = title.toLowerCase() as keyof FacetResults;
      await tab.render({
        [facet]: { ...healthy[facet], problem: fixtures.unreachable },
      });
      expect(section(title).getByText('Stale')).toBeVisible();
      expect(
        section(title).getByText(fixtures.unreachable.remedy),
      ).toBeVisible();
    },
  );

  it.each(['Deployments', 'State', 'Drift', 'Scans', 'Metrics'])(
    'shows why there is no %s',
    async title => {
      const facet = title.toLowerCase() as keyof FacetResults;
      await tab.render({
        [facet]: { verdict: 'unknown', problem: fixtures.unreachable },
      });
      expect(section(title).getByText('Unknown')).toBeVisible();
      expect(
        section(title).getByText(fixtures.unreachable.message),
      ).toBeVisible();
    },
  );
});
