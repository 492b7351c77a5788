import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import {
  driftCheckPermission,
  imageReleasePermission,
  stackApplyPermission,
  type FacetName,
  type FacetResults,
} from '@slipway/plugin-slipway-common';
import { FakeBackend } from '../__testUtils__/FakeBackend';
import * as fixtures from '../__testUtils__/fixtures';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { SlipwayCard } from './SlipwayCard';

const { healthy, unreachable, withData } = fixtures;

const TITLES: Record<FacetName, string> = {
  deployments: 'Deployments',
  state: 'State',
  drift: 'Drift',
  scans: 'Scans',
  metrics: 'Metrics',
};
const FACETS = Object.keys(TITLES) as FacetName[];

const drifted = withData(healthy.drift, {
  state: { serial: 7, lineage: 'lineage-of-orders' },
  live: [{ ...fixtures.driftFinding, kind: 'live' }],
});

const unreleased = withData(
  healthy.deployments,
  {
    services: [
      {
        ...fixtures.deployedService,
        counts: { running: 0, pending: 0, desired: 0 },
        released: false,
      },
    ],
  },
  { verdict: 'unknown', problem: fixtures.notReleased },
);

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

  function rowOf(facet: FacetName): HTMLElement {
    const row = screen
      .getAllByRole('listitem')
      .find(({ textContent }) => textContent?.startsWith(TITLES[facet]));
    if (!row) {
      throw new Error(`There is no row of ${facet}`);
    }
    return row;
  }

  it('tells the verdict of the environment and every facet with its age', async () => {
    const section = await renderCard();
    await waitFor(() =>
      expect(section.getByRole('status')).toHaveTextContent('Healthy'),
    );
    expect(FACETS.map(facet => rowOf(facet).textContent)).toEqual([
      'DeploymentsHealthy2 of 2 runningjust now',
      'StateHealthyserial 7, sound12 s ago',
      'DriftHealthyno drift, checked 3 min agojust now',
      'ScansHealthyno findings2 min ago',
      'MetricsHealthy4.2 req/s, 0.1 % errors, p95 38 msRequestsErrorsp95just now',
    ]);
    expect(
      within(rowOf('metrics'))
        .getAllByRole('img')
        .map(picture => picture.getAttribute('aria-label')),
    ).toEqual([
      'The last hour: Requests from 2 req/s to 4.2 req/s, now 4.2 req/s',
      'The last hour: Errors from 0 % to 0.1 %, now 0.1 %',
      'The last hour: p95 from 38 ms to 50 ms, now 38 ms',
    ]);
    expect(screen.getByRole('heading', { level: 3 })).toHaveTextContent(
      'Slipway',
    );
    expect(screen.getByRole('heading', { level: 4 })).toHaveTextContent(
      'local',
    );
  });

  it.each(FACETS)('links %s to its section of the tab', async facet => {
    await renderCard();
    expect(
      await screen.findByRole('link', { name: TITLES[facet] }),
    ).toHaveAttribute('href', `/tab#slipway-local-${facet}`);
  });

  it.each(FACETS)(
    'shows the others while %s has not answered, and claims no verdict',
    async facet => {
      backend.silent.add(facet);
      const section = await renderCard();
      for (const other of FACETS.filter(name => name !== facet)) {
        await waitFor(() => expect(rowOf(other)).toHaveTextContent('Healthy'));
      }
      expect(rowOf(facet)).toHaveAttribute('aria-busy', 'true');
      expect(
        screen.getByLabelText(`${TITLES[facet]} is loading`),
      ).toBeInTheDocument();
      expect(section.getByRole('status')).toHaveTextContent('Loading…');
    },
  );

  it.each(FACETS)('shows stale %s with its age and the reason', async facet => {
    const stale = { ...healthy[facet], problem: unreachable };
    backend.facets = { ...healthy, [facet]: stale } as FacetResults;
    await renderCard();
    await waitFor(() => expect(rowOf(facet)).toHaveTextContent('Stale'));
    expect(rowOf(facet)).toHaveTextContent(unreachable.message);
    expect(rowOf(facet)).toHaveTextContent(unreachable.remedy);
    expect(rowOf(facet)).toHaveTextContent(/just now|ago/);
  });

  it.each(FACETS)(
    'shows the problem of %s, and is not healthy without it',
    async facet => {
      const problem = {
        code: 'access-denied' as const,
        message: 'AWS refused',
        remedy: 'Add the action to the reader role',
        missingAction: 'ecs:DescribeServices',
      };
      backend.facets = { ...healthy, [facet]: { verdict: 'unknown', problem } };
      const section = await renderCard();
      await waitFor(() =>
        expect(section.getByRole('status')).toHaveTextContent('Unknown'),
      );
      expect(rowOf(facet)).toHaveTextContent(
        `${TITLES[facet]}UnknownAWS refusedMissing IAM action: ecs:DescribeServicesAdd the action to the reader role`,
      );
    },
  );

  it.each([
    [
      'a release',
      {
        release: {
          image: fixtures.scannedImage.image,
          releasedAt: fixtures.ago(60),
          releasedBy: 'user:default/ada',
          status: 'blocked' as const,
          overrideReason: 'It mends an outage',
        },
      },
      'Released against the policy by user:default/ada: It mends an outage',
    ],
    [
      'a rollout that was continued',
      {
        override: {
          images: [fixtures.scannedImage.image],
          decidedAt: fixtures.ago(60),
          decidedBy: 'user:default/eve',
          reason: 'It mends an outage',
        },
      },
      'Continued against the policy by user:default/eve: It mends an outage',
    ],
  ])('keeps %s against the policy in sight', async (_, more, line) => {
    const scans = {
      images: [{ ...fixtures.scannedImage, status: 'blocked' as const }],
      policy: fixtures.scanPolicy,
      ...more,
    };
    backend.facets = {
      ...healthy,
      scans: withData(healthy.scans, scans, { verdict: 'failing' }),
    };
    await renderCard();
    await waitFor(() => expect(rowOf('scans')).toHaveTextContent(line));
  });

  it('tells a failed rollout as failing though the old tasks run', async () => {
    backend.facets = {
      ...healthy,
      deployments: withData(
        healthy.deployments,
        {
          services: [
            {
              ...fixtures.deployedService,
              rollout: { state: 'rolled-back', failedTasks: 3 },
            },
          ],
        },
        { verdict: 'failing' },
      ),
    };
    const section = await renderCard();
    await waitFor(() =>
      expect(section.getByRole('status')).toHaveTextContent('Failing'),
    );
    expect(rowOf('deployments')).toHaveTextContent(
      '2 of 2 running, last rollout failed and was rolled back',
    );
  });

  it('tells how to release while no image was released', async () => {
    backend.facets = { ...healthy, deployments: unreleased };
    await renderCard();
    const release = await screen.findByRole('link', {
      name: 'Release an image: orders in local',
    });
    const url = new URL(release.getAttribute('href') ?? '', 'http://portal');
    expect(url.pathname).toBe(
      '/create/templates/default/slipway-release-image',
    );
    expect(JSON.parse(url.searchParams.get('formData') ?? '')).toEqual({
      stack: 'orders',
      environment: 'local',
    });
    expect(rowOf('deployments')).toHaveTextContent(
      'no image released yetPush an image and release its digest',
    );
    expect(rowOf('deployments')).not.toHaveTextContent('Stale');
  });

  it('offers to reconcile only where there is drift', async () => {
    await renderCard();
    await screen.findByRole('button', { name: /^Check now/ });
    expect(screen.queryByRole('link', { name: /^Reconcile/ })).toBeNull();
  });

  it('links Reconcile to its form, filled in', async () => {
    backend.facets = { ...healthy, drift: drifted };
    await renderCard();
    const reconcile = await screen.findByRole('link', {
      name: 'Reconcile: orders in local',
    });
    expect(reconcile.getAttribute('href')).toMatch(
      /^\/create\/templates\/default\/slipway-reconcile-service\?formData=/,
    );
    const { searchParams } = new URL(
      reconcile.getAttribute('href') ?? '',
      'http://portal.example',
    );
    expect(JSON.parse(searchParams.get('formData') ?? '')).toEqual({
      stack: 'orders',
      environment: 'local',
      expectedSerial: 7,
      expectedLineage: 'lineage-of-orders',
    });
  });

  it('shows a service without a stack, and offers no operation of one', async () => {
    const bare = { verdict: 'unknown' as const, problem: fixtures.noState };
    backend.placement = fixtures.placementWithoutStack;
    backend.facets = {
      ...healthy,
      deployments: withData(healthy.deployments, {
        services: [{ ...fixtures.deployedService, released: false }],
      }),
      state: bare,
      drift: bare,
    };
    const section = await renderCard();
    await waitFor(() =>
      expect(section.getByRole('status')).toHaveTextContent('Healthy'),
    );
    expect(rowOf('deployments')).toHaveTextContent('Healthy');
    expect(rowOf('state')).toHaveTextContent(fixtures.noState.message);
    expect(rowOf('drift')).toHaveTextContent(fixtures.noState.message);
    expect(section.queryAllByRole('button')).toEqual([]);
    expect(
      section
        .getAllByRole('link')
        .filter(
          link => !FACETS.some(name => TITLES[name] === link.textContent),
        ),
    ).toEqual([]);
  });

  it('leaves out what the user may not do', async () => {
    backend.facets = { ...healthy, drift: drifted, deployments: unreleased };
    const denied = [
      driftCheckPermission.name,
      stackApplyPermission.name,
      imageReleasePermission.name,
    ];
    const section = await renderCard({ denied });
    await waitFor(() =>
      expect(section.getByRole('status')).toHaveTextContent('Unknown'),
    );
    expect(section.queryAllByRole('button')).toEqual([]);
    expect(section.queryByRole('link', { name: /orders in/ })).toBeNull();
  });

  it('starts a drift check and shows it until it is done', async () => {
    await renderCard();
    const check = await screen.findByRole('button', {
      name: 'Check now: drift in local',
    });
    backend.facets = {
      ...healthy,
      drift: withData(healthy.drift, { checking: true }),
    };
    await userEvent.click(check);
    await waitFor(() =>
      expect(rowOf('drift')).toHaveTextContent('checking now'),
    );
    expect(backend.count('drift-check')).toBe(1);
    expect(check).toHaveTextContent('Checking…');

    await userEvent.click(check);
    expect(backend.count('drift-check')).toBe(1);
  });

  it('says why a drift check did not start', async () => {
    await renderCard();
    const check = await screen.findByRole('button', { name: /^Check now/ });
    backend.failure = { status: 403, name: 'NotAllowedError', message: '' };
    await userEvent.click(check);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The drift check did not start.The policy of the portal does not allow you this',
    );
  });

  it('says what is wrong with the annotation', async () => {
    backend.failure = {
      status: 400,
      name: 'InputError',
      message: 'slipway.dev/stack is "Orders!", which is no stack name',
    };
    await renderWithBackend(<SlipwayCard />);
    expect(
      await screen.findByText(/which is no stack name/),
    ).toBeInTheDocument();
  });

  it('says so when the service has no environment', async () => {
    backend.placement = { ...fixtures.placement, environments: [] };
    await renderWithBackend(<SlipwayCard />);
    expect(
      await screen.findByText(/No environment is configured/),
    ).toBeInTheDocument();
  });

  it('shows each environment apart', async () => {
    backend.placement = {
      ...fixtures.placement,
      environments: ['local', 'prod'],
    };
    await renderWithBackend(<SlipwayCard />);
    expect(
      (await screen.findAllByRole('region')).map(
        region => within(region).getByRole('heading').textContent,
      ),
    ).toEqual(['local', 'prod']);
    await waitFor(() => expect(backend.count('state')).toBe(2));
  });
});
