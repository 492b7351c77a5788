import { screen } from '@testing-library/react';
import * as fixtures from '../__testUtils__/fixtures';
import { setUpDeploymentsDetails } from '../__testUtils__/setUpDeploymentsDetails';
import { factsIn } from '../__testUtils__/tabContent';

const { rolloutDetails } = fixtures;

describe('HookDecision', () => {
  const details = setUpDeploymentsDetails();

  const waiting = {
    ...rolloutDetails,
    status: 'IN_PROGRESS',
    hooks: [{ id: 'h1', type: 'PAUSE', status: 'AWAITING_ACTION' }],
    revisions: rolloutDetails.revisions.map(revision =>
      revision.role === 'target'
        ? {
            ...revision,
            images: [{ container: 'app', digest: fixtures.DIGEST }],
          }
        : revision,
    ),
  };
  const formOf = (name: string) => {
    const url = new URL(
      screen.getByRole('link', { name }).getAttribute('href') ?? '',
      'http://portal.example',
    );
    return [url.pathname, JSON.parse(url.searchParams.get('formData') ?? '{}')];
  };

  it('leads from a rollout that waits to its decision, beside what the scan says', async () => {
    const image = {
      ...fixtures.scannedImage,
      status: 'blocked' as const,
      reasons: ['The policy blocks findings of this severity: 1 critical'],
    };
    await details.render(
      { rollout: waiting },
      { scans: { images: [image], policy: fixtures.scanPolicy } },
    );
    expect(factsIn()['Scan of the new app']).toBe(
      'blocked by policy: The policy blocks findings of this severity: 1 critical',
    );
    for (const [name, decision] of [
      ['Continue', 'continue'],
      ['Roll back', 'rollback'],
    ]) {
      expect(formOf(`${name}: orders in local`)).toEqual([
        '/create/templates/default/slipway-continue-deployment',
        {
          stack: 'orders',
          environment: 'local',
          decision,
          rollout: waiting.id,
          hook: 'h1',
        },
      ]);
    }
  });

  it('does not make up a scan of another digest', async () => {
    const image = { ...fixtures.scannedImage, digest: 'sha256:other' };
    await details.render(
      { rollout: waiting },
      { scans: { images: [image], policy: fixtures.scanPolicy } },
    );
    expect(factsIn()['Scan of the new app']).toMatch(/^not known here/);
  });

  it('says of a rollout that waits that ECS does not tell its images', async () => {
    const revisions = waiting.revisions.map(revision => ({
      ...revision,
      images: [],
    }));
    await details.render({ rollout: { ...waiting, revisions } });
    expect(factsIn()['Scan of the new revision']).toBe(
      'ECS does not tell its images',
    );
  });

  it.each([
    ['for a person who may not', waiting, ['slipway.deployment.continue']],
    [
      'for a hook that is over',
      {
        ...waiting,
        hooks: [{ id: 'h1', type: 'PAUSE', status: 'TIMED_OUT' }],
      },
      [],
    ],
    [
      'for a function',
      {
        ...waiting,
        hooks: [{ id: 'h1', type: 'AWS_LAMBDA', status: 'IN_PROGRESS' }],
      },
      [],
    ],
  ])('leads nowhere %s', async (_, rollout, denied) => {
    await details.render({ rollout }, { denied });
    expect(screen.queryByRole('link', { name: /^Continue/ })).toBeNull();
    expect(screen.queryByRole('link', { name: /^Roll back/ })).toBeNull();
  });
});
