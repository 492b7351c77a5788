import { screen, waitFor, within } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import {
  environmentBootstrapPermission,
  stackApplyPermission,
} from '@slipway/plugin-slipway-common';
import { FakeBackend } from '../__testUtils__/FakeBackend';
import * as fixtures from '../__testUtils__/fixtures';
import {
  renderWithBackend,
  type RenderOptions,
} from '../__testUtils__/renderWithBackend';
import { FleetPage } from './FleetPage';

const unprovisioned = {
  ...fixtures.environment,
  provisioned: { bootstrap: false, platform: false },
};

describe('FleetPage', () => {
  const server = setupServer();
  registerMswTestHooks(server);
  let backend: FakeBackend;

  beforeEach(() => {
    backend = new FakeBackend();
    server.use(...backend.handlers());
  });

  const renderPage = (options?: RenderOptions) =>
    renderWithBackend(<FleetPage />, options);

  async function rowsOf(name: string) {
    const table = await screen.findByRole('table', { name });
    return within(table).getAllByRole('row').slice(1);
  }

  it('greets an empty portal with two steps', async () => {
    backend.environments = [unprovisioned];
    await renderPage({ entities: [] });
    const greeting = within(
      await screen.findByRole('region', { name: /in two steps/ }),
    );
    expect(
      greeting
        .getAllByRole('heading', { level: 3 })
        .map(({ textContent }) => textContent),
    ).toEqual(['Create an environment', 'Create a service']);
    await waitFor(() =>
      expect(
        greeting.getAllByRole('link').map(link => link.getAttribute('href')),
      ).toEqual([
        '/create/templates/default/slipway-environment',
        '/create/templates/default/slipway-spring-boot-service',
      ]),
    );
    const [row] = await rowsOf('Environments');
    expect(row).toHaveTextContent(
      'local123456789012eu-central-1Not yetNot yet',
    );
  });

  it('does not ask for a second environment where one is ready', async () => {
    await renderPage({ entities: [] });
    const greeting = within(
      await screen.findByRole('region', { name: /in two steps/ }),
    );
    expect(greeting.getByText('Done.')).toBeVisible();
    expect(await greeting.findAllByRole('link')).toHaveLength(1);
  });

  it('lists services with a verdict per environment', async () => {
    backend.overview = {
      ...fixtures.overview,
      environments: [
        fixtures.overview.environments[0],
        {
          ...fixtures.overview.environments[0],
          environment: 'prod',
          verdict: 'failing',
        },
      ],
    };
    await renderPage();
    const [row] = await rowsOf('Services');
    expect(await within(row).findByText('Failing')).toBeVisible();
    expect(
      within(row)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['localHealthy', 'prodFailing']);
    expect(within(row).getByRole('link')).toHaveAttribute(
      'href',
      '/catalog/default/component/orders',
    );
    const [environment] = await rowsOf('Environments');
    expect(environment).toHaveTextContent(/YesYes$/);
    expect(screen.queryByText(/in two steps/)).toBeNull();
  });

  it('shows services that are known while a verdict is not', async () => {
    backend.silent.add('overview');
    await renderPage();
    const [row] = await rowsOf('Services');
    expect(row).toHaveTextContent('orders');
    expect(
      within(row).getByLabelText('component:default/orders is loading'),
    ).toBeInTheDocument();
  });

  it('lists a service that Slipway did not provision', async () => {
    await renderPage({
      entities: [fixtures.entity, fixtures.entityWithoutStack],
    });
    const rows = await rowsOf('Services');
    expect(rows.map(row => row.textContent)).toEqual([
      expect.stringContaining('legacynone'),
      expect.stringContaining('ordersorders'),
    ]);
  });

  it('does not show an entity that Slipway does not deploy', async () => {
    const other = {
      ...fixtures.entity,
      metadata: { name: 'library', namespace: 'default' },
    };
    await renderPage({ entities: [other, fixtures.entity] });
    expect(await rowsOf('Services')).toHaveLength(1);
  });

  it('says why an environment could not be read', async () => {
    backend.environments = [
      {
        ...fixtures.environment,
        provisioned: undefined,
        problem: fixtures.unreachable,
      },
    ];
    await renderPage();
    const [row] = await rowsOf('Environments');
    expect(row).toHaveTextContent(
      `UnknownUnknown${fixtures.unreachable.message}`,
    );
  });

  it('says where to configure an environment', async () => {
    backend.environments = [];
    await renderPage();
    expect(
      await screen.findByText(/slipway.environments in app-config/),
    ).toBeVisible();
  });

  it('says what is wrong when the portal does not answer', async () => {
    backend.failure = { status: 403, name: 'NotAllowedError', message: '' };
    await renderPage();
    expect(await screen.findAllByText(/policy of the portal/)).toHaveLength(2);
  });

  it('offers nothing that the user may not do', async () => {
    await renderPage({
      denied: [environmentBootstrapPermission.name, stackApplyPermission.name],
    });
    await rowsOf('Services');
    expect(screen.queryByRole('link', { name: /^Create/ })).toBeNull();
  });
});
