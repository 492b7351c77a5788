import { screen } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { coreExtensionData } from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  mockApis,
  registerMswTestHooks,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { type Entity } from '@backstage/catalog-model';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { FakeBackend } from './__testUtils__/FakeBackend';
import * as fixtures from './__testUtils__/fixtures';
import slipwayPlugin from './alpha';

describe('the plugin on the new frontend system', () => {
  const server = setupServer();
  registerMswTestHooks(server);

  beforeEach(() => {
    server.use(...new FakeBackend().handlers());
  });

  function renderEntityPage(
    id: 'entity-card:slipway' | 'entity-content:slipway',
    entity: Entity = fixtures.entity,
  ) {
    const other =
      id === 'entity-card:slipway'
        ? 'entity-content:slipway'
        : 'entity-card:slipway';
    renderTestApp({
      extensions: [createTestEntityPage({ entity })],
      features: [slipwayPlugin],
      config: {
        app: {
          baseUrl: 'http://localhost:3000',
          extensions: [{ [other]: false }],
        },
        backend: { baseUrl: 'http://localhost:7007' },
      },
      apis: [catalogApiMock({ entities: [entity] }), mockApis.permission()],
    });
  }

  it('has a card on the entity page, which needs no tab', async () => {
    renderEntityPage('entity-card:slipway');
    expect(
      await screen.findByRole('heading', { name: 'Slipway', level: 3 }),
    ).toBeInTheDocument();
    expect(await screen.findByText('2 of 2 running')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Drift' })).toBeNull();
  });

  it('has a tab on the entity page', async () => {
    renderEntityPage('entity-content:slipway');
    expect(
      await screen.findByRole('table', { name: 'Events of slipway-orders' }),
    ).toBeInTheDocument();
  });

  it('has a card for a service that Slipway did not provision', async () => {
    renderEntityPage('entity-card:slipway', fixtures.entityWithoutStack);
    expect(await screen.findByText('2 of 2 running')).toBeInTheDocument();
  });

  it('shows neither on an entity that Slipway does not deploy', async () => {
    const other = { ...fixtures.entity, metadata: { name: 'library' } };
    renderTestApp({
      extensions: [createTestEntityPage({ entity: other })],
      features: [slipwayPlugin],
      apis: [catalogApiMock({ entities: [other] }), mockApis.permission()],
    });
    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
  });

  it('links the card to the tab of the same entity', async () => {
    renderTestApp({
      extensions: [createTestEntityPage({ entity: fixtures.entity })],
      features: [slipwayPlugin],
      apis: [
        catalogApiMock({ entities: [fixtures.entity] }),
        mockApis.permission(),
      ],
    });
    expect(await screen.findByRole('link', { name: 'Drift' })).toHaveAttribute(
      'href',
      expect.stringMatching(/\/slipway#slipway-local-drift$/),
    );
  });

  it('has a fleet page with a title and an icon for the sidebar', async () => {
    renderTestApp({
      features: [slipwayPlugin],
      initialRouteEntries: ['/slipway'],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      apis: [
        catalogApiMock({ entities: [fixtures.entity] }),
        mockApis.permission(),
      ],
    });
    expect(
      await screen.findByRole('table', { name: 'Environments' }),
    ).toBeInTheDocument();
    const page = createExtensionTester(
      slipwayPlugin.getExtension('page:slipway'),
    );
    expect(page.get(coreExtensionData.title)).toBe('Slipway');
    expect(page.get(coreExtensionData.icon)).toBeDefined();
  });

  it('has the form field that templates ask for by name', async () => {
    const field = createExtensionTester(
      slipwayPlugin.getExtension(
        'scaffolder-form-field:slipway/environment-picker',
      ),
    );
    const load = field.get(FormFieldBlueprint.dataRefs.formFieldLoader);
    expect(await load?.()).toMatchObject({ name: 'SlipwayEnvironmentPicker' });
  });
});
