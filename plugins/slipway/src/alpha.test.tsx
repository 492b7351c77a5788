import { screen } from '@testing-library/react';
import { setupServer } from 'msw/node';
import {
  mockApis,
  registerMswTestHooks,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import { type Entity } from '@backstage/catalog-model';
import { FakeBackend } from './__testUtils__/FakeBackend';
import * as fixtures from './__testUtils__/fixtures';
import slipwayPlugin from './alpha';

describe('the plugin on the new frontend system', () => {
  const server = setupServer();
  registerMswTestHooks(server);

  beforeEach(() => {
    server.use(...new FakeBackend().handlers());
  });

  function renderApp(path: string, entity: Entity = fixtures.entity) {
    renderTestApp({
      extensions: [createTestEntityPage({ entity })],
      features: [slipwayPlugin],
      initialRouteEntries: [path],
      apis: [catalogApiMock({ entities: [entity] }), mockApis.permission()],
    });
  }

  it('has a card on the entity page', async () => {
    renderApp('/');
    expect(
      await screen.findByRole('heading', { name: 'Slipway', level: 3 }),
    ).toBeInTheDocument();
    expect(await screen.findAllByText('2 of 2 running')).not.toHaveLength(0);
  });
});
