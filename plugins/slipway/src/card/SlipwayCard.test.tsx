import { screen, waitFor, within } from '@testing-library/react';
import { type FacetResults } from '@slipway/plugin-slipway-common';
import * as fixtures from '../__testUtils__/fixtures';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { FACETS, rowOf, setUpCard, TITLES } from '../__testUtils__/setUpCard';
import { SlipwayCard } from './SlipwayCard';

const { healthy, unreachable, withData } = fixtures;

describe('SlipwayCard', () => {
  const card = setUpCard();

  it('tells the verdict of the environment and every facet with its age', async () => {
    const section = await card.render();
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

  it('tells ages by the server where the clock of the browser is wrong', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse(fixtures.ago(3_600)));
    card.backend.date = new Date(fixtures.NOW);
    await card.render();
    await waitFor(() => expect(rowOf('state')).toHaveTextContent('12 s ago'));
    expect(rowOf('drift')).toHaveTextContent('checked 3 min ago');
    expect(rowOf('scans')).toHaveTextContent('2 min ago');
  });

  it.each(FACETS)('links %s to its section of the tab', async facet => {
    await card.render();
    expect(
      await screen.findByRole('link', { name: TITLES[facet] }),
    ).toHaveAttribute('href', `/tab#slipway-local-${facet}`);
  });

  it.each(FACETS)(
    'shows the others while %s has not answered, and claims no verdict',
    async facet => {
      card.backend.silent.add(facet);
      const section = await card.render();
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
    card.backend.facets = { ...healthy, [facet]: stale } as FacetResults;
    await card.render();
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
      card.backend.facets = {
        ...healthy,
        [facet]: { verdict: 'unknown', problem },
      };
      const section = await card.render();
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
    card.backend.facets = {
      ...healthy,
      scans: withData(healthy.scans, scans, { verdict: 'failing' }),
    };
    await card.render();
    await waitFor(() => expect(rowOf('scans')).toHaveTextContent(line));
  });

  it('tells a failed rollout as failing though the old tasks run', async () => {
    card.backend.facets = {
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
    const section = await card.render();
    await waitFor(() =>
      expect(section.getByRole('status')).toHaveTextContent('Failing'),
    );
    expect(rowOf('deployments')).toHaveTextContent(
      '2 of 2 running, last rollout failed and was rolled back',
    );
  });

  it('says what is wrong with the annotation', async () => {
    card.backend.failure = {
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
    card.backend.placement = { ...fixtures.placement, environments: [] };
    await renderWithBackend(<SlipwayCard />);
    expect(
      await screen.findByText(/No environment is configured/),
    ).toBeInTheDocument();
  });

  it('shows each environment apart', async () => {
    card.backend.placement = {
      ...fixtures.placement,
      environments: ['local', 'prod'],
    };
    await renderWithBackend(<SlipwayCard />);
    expect(
      (await screen.findAllByRole('region')).map(
        region => within(region).getByRole('heading').textContent,
      ),
    ).toEqual(['local', 'prod']);
    await waitFor(() => expect(card.backend.count('state')).toBe(2));
  });
});
