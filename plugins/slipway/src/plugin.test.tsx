import { Route } from 'react-router-dom';
import { screen } from '@testing-library/react';
import { setupServer } from 'msw/node';
import {
  MockFetchApi,
  mockApis,
  registerMswTestHooks,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { FlatRoutes } from '@backstage/core-app-api';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  ScmIntegrationsApi,
  scmIntegrationsApiRef,
} from '@backstage/integration-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { FakeBackend } from './__testUtils__/FakeBackend';
import * as fixtures from './__testUtils__/fixtures';
import {
  EntitySlipwayCard,
  EntitySlipwayContent,
  isSlipwayAvailable,
  SlipwayClient,
  slipwayApiRef,
  SlipwayPage,
  slipwayPlugin,
} from './index';

describe('the plugin on the system of core-plugin-api', () => {
  const server = setupServer();
  registerMswTestHooks(server);

  beforeEach(() => {
    server.use(...new FakeBackend().handlers());
  });

  async function renderApp(element: JSX.Element) {
    const client = SlipwayClient.create({
      discoveryApi: mockApis.discovery(),
      fetchApi: new MockFetchApi(),
    });
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [slipwayApiRef, client],
          [permissionApiRef, mockApis.permission()],
          [
            scmIntegrationsApiRef,
            ScmIntegrationsApi.fromConfig(mockApis.config()),
          ],
          [catalogApiRef, catalogApiMock({ entities: [fixtures.entity] })],
        ]}
      >
        <EntityProvider entity={fixtures.entity}>
          <FlatRoutes>
            <Route path="/" element={element} />
          </FlatRoutes>
        </EntityProvider>
      </TestApiProvider>,
      {
        mountedRoutes: {
          '/catalog/:namespace/:kind/:name': entityRouteRef,
        },
      },
    );
  }

  it('has a card', async () => {
    await renderApp(<EntitySlipwayCard />);
    expect(await screen.findByText('2 of 2 running')).toBeInTheDocument();
  });

  it('has a tab', async () => {
    await renderApp(<EntitySlipwayContent />);
    expect(
      await screen.findByRole('table', { name: 'Events of slipway-orders' }),
    ).toBeInTheDocument();
  });

  it('has a fleet page with a header of its own', async () => {
    await renderApp(<SlipwayPage />);
    expect(
      await screen.findByRole('heading', { name: 'Slipway', level: 1 }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('table', { name: 'Services' }),
    ).toBeInTheDocument();
  });

  it('makes the client from what the app has', () => {
    const [factory] = [...slipwayPlugin.getApis()];
    expect(factory.api).toBe(slipwayApiRef);
    const deps = {
      discoveryApi: mockApis.discovery(),
      fetchApi: new MockFetchApi(),
    };
    expect(factory.factory(deps)).toBeInstanceOf(SlipwayClient);
  });

  it('is for entities with an annotation', () => {
    expect(isSlipwayAvailable(fixtures.entity)).toBe(true);
    expect(isSlipwayAvailable(fixtures.entityWithoutStack)).toBe(true);
    expect(
      isSlipwayAvailable({ ...fixtures.entity, metadata: { name: 'library' } }),
    ).toBe(false);
  });
});
