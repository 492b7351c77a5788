import { screen, waitFor } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import { type FacetResults } from '@slipway/plugin-slipway-common';
import { SlipwayTab } from '../tab/SlipwayTab';
import { FakeBackend } from './FakeBackend';
import * as fixtures from './fixtures';
import { renderWithBackend } from './renderWithBackend';

/** The tab against a backend whose answers each test sets. */
export interface TestTab {
  /** A new one for each test. */
  readonly backend: FakeBackend;
  /** Renders the tab, and waits until nothing loads any more. */
  render(facets?: Partial<FacetResults>): Promise<void>;
}

/** Sets the tab up for the tests of a `describe`. */
export function setUpTab(): TestTab {
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
    async render(facets = {}) {
      backend.facets = { ...fixtures.healthy, ...facets };
      await renderWithBackend(<SlipwayTab />);
      await waitFor(() =>
        expect(screen.getByRole('status')).not.toHaveTextContent('Loading…'),
      );
    },
  };
}
