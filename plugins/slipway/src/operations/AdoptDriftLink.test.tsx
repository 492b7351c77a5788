import { screen } from '@testing-library/react';
import { type Drift, type DriftFinding } from '@slipway/plugin-slipway-common';
import * as fixtures from '../__testUtils__/fixtures';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { AdoptDriftLink } from './AdoptDriftLink';

const target = {
  entityRef: 'component:default/orders',
  stack: 'orders',
  environment: 'local',
};
const GITHUB = 'url:https://github.com/acme/orders/tree/main/';

async function render(
  change: Partial<DriftFinding> = {},
  options: { location?: string; denied?: string[] } = {},
) {
  const { location = GITHUB, denied } = options;
  const drift: Drift = {
    live: [],
    checking: false,
    history: [],
    lastCheck: {
      checkedAt: fixtures.NOW,
      durationMs: 1,
      complete: true,
      findings: [{ ...fixtures.driftFinding, ...change }],
    },
  };
  await renderWithBackend(<AdoptDriftLink target={target} drift={drift} />, {
    annotations: { 'backstage.io/source-location': location },
    denied,
  });
}

const link = () => screen.queryByRole('link', { name: /^Take into the code/ });

describe('AdoptDriftLink', () => {
  it('opens the form with the service filled in', async () => {
    await render();
    const { pathname, searchParams } = new URL(
      link()?.getAttribute('href') ?? '',
      'http://portal.example',
    );
    expect(pathname).toBe('/create/templates/default/slipway-adopt-drift');
    expect(JSON.parse(searchParams.get('formData') ?? '')).toEqual({
      entityRef: 'component:default/orders',
      environment: 'local',
    });
  });

  it.each<[string, Partial<DriftFinding>]>([
    ['hidden', { masked: true }],
    ['of a whole resource', { attribute: undefined }],
    ['pending', { kind: 'pending' }],
    ['explained', { explanation: 'Autoscaling' }],
    ['ignored', { ignored: { reason: 'known' } }],
  ])('is left out where the one finding is %s', async (_, change) => {
    await render(change);
    expect(link()).toBeNull();
  });

  it.each([
    'url:https://gitlab.com/acme/orders/-/tree/main/',
    'file:/srv/repositories/orders/',
  ])('is left out for a repository at %s', async location => {
    await render({}, { location });
    expect(link()).toBeNull();
  });

  it('is left out for those who may not plan', async () => {
    await render({}, { denied: ['slipway.stack.plan'] });
    expect(link()).toBeNull();
  });
});
