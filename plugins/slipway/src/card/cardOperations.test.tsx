import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  driftCheckPermission,
  imageReleasePermission,
  stackApplyPermission,
} from '@slipway/plugin-slipway-common';
import * as fixtures from '../__testUtils__/fixtures';
import { FACETS, rowOf, setUpCard, TITLES } from '../__testUtils__/setUpCard';

const { healthy, withData } = fixtures;

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

describe('the operations on the card', () => {
  const card = setUpCard();

  it('tells how to release while no image was released', async () => {
    card.backend.facets = { ...healthy, deployments: unreleased };
    await card.render();
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
    await card.render();
    await screen.findByRole('button', { name: /^Check now/ });
    expect(screen.queryByRole('link', { name: /^Reconcile/ })).toBeNull();
  });

  it('links Reconcile to its form, filled in', async () => {
    card.backend.facets = { ...healthy, drift: drifted };
    await card.render();
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
    card.backend.placement = fixtures.placementWithoutStack;
    card.backend.facets = {
      ...healthy,
      deployments: withData(healthy.deployments, {
        services: [{ ...fixtures.deployedService, released: false }],
      }),
      state: bare,
      drift: bare,
    };
    const section = await card.render();
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
    card.backend.facets = {
      ...healthy,
      drift: drifted,
      deployments: unreleased,
    };
    const denied = [
      driftCheckPermission.name,
      stackApplyPermission.name,
      imageReleasePermission.name,
    ];
    const section = await card.render({ denied });
    await waitFor(() =>
      expect(section.getByRole('status')).toHaveTextContent('Unknown'),
    );
    expect(section.queryAllByRole('button')).toEqual([]);
    expect(section.queryByRole('link', { name: /orders in/ })).toBeNull();
  });

  it('starts a drift check and shows it until it is done', async () => {
    await card.render();
    const check = await screen.findByRole('button', {
      name: 'Check now: drift in local',
    });
    card.backend.facets = {
      ...healthy,
      drift: withData(healthy.drift, { checking: true }),
    };
    await userEvent.click(check);
    await waitFor(() =>
      expect(rowOf('drift')).toHaveTextContent('checking now'),
    );
    expect(card.backend.count('drift-check')).toBe(1);
    expect(check).toHaveTextContent('Checking…');

    await userEvent.click(check);
    expect(card.backend.count('drift-check')).toBe(1);
  });

  it('says why a drift check did not start', async () => {
    await card.render();
    const check = await screen.findByRole('button', { name: /^Check now/ });
    card.backend.failure = {
      status: 403,
      name: 'NotAllowedError',
      message: '',
    };
    await userEvent.click(check);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The drift check did not start.The policy of the portal does not allow you this',
    );
  });
});
