import {
  type BoundFunctions,
  type queries,
  screen,
  within,
} from '@testing-library/react';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import { type FacetName } from '@slipway/plugin-slipway-common';
import { SlipwayCard } from '../card/SlipwayCard';
import { FakeBackend } from './FakeBackend';
import * as fixtures from './fixtures';
import { type RenderOptions, renderWithBackend } from './renderWithBackend';

export const TITLES: Record<FacetName, string> = {
  deployments: 'Deployments',
  state: 'State',
  drift: 'Drift',
  scans: 'Scans',
  metrics: 'Metrics',
};
export const FACETS = Object.keys(TITLES) as FacetName[];

/** The row of a facet on the card. */
export function rowOf(facet: FacetName): HTMLElement {
  const row = screen
    .getAllByRole('listitem')
    .find(({ textContent }) => textContent?.startsWith(TITLES[facet]));
  if (!row) {
    throw new Error(`There is no row of ${facet}`);
  }
  return row;
}

/** The card against a backend whose answers each test sets. */
export interface TestCard {
  /** A new one for each test. */
  readonly backend: FakeBackend;
  /** Renders the card, and gives the environment `local` of it. */
  render(options?: RenderOptions): Promise<BoundFunctions<typeof queries>>;
}

/** Sets the card up for the tests of a `describe`. */
export function setUpCard(): TestCard {
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

  return {
    get backend() {
      return backend;
    },
    async render(options) {
      await renderWithBackend(<SlipwayCard />, options);
      return within(await screen.findByRole('region', { name: 'local' }));
    },
  };
}
