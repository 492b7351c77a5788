import { fireEvent, screen, within } from '@testing-library/react';
import * as fixtures from '../__testUtils__/fixtures';
import { setUpTab } from '../__testUtils__/setUpTab';
import { factsIn, rowsOf, section } from '../__testUtils__/tabContent';

const { ago, healthy, withData } = fixtures;

describe('Scans in the tab', () => {
  const tab = setUpTab();

  it('tells the scan of each image, the policy and its override', async () => {
    await tab.render({
      scans: withData(
        healthy.scans,
        {
          images: [
            {
              ...fixtures.scannedImage,
              status: 'blocked',
              severityCounts: { CRITICAL: 1, HIGH: 3 },
              databaseUpdatedAt: ago(7_200),
            },
            {
              ...fixtures.scannedImage,
              container: 'proxy',
              digest: undefined,
              status: 'not-private',
              reasons: ['docker.io/envoyproxy/envoy is public'],
            },
          ],
          release: {
            image: fixtures.scannedImage.image,
            releasedAt: ago(60),
            releasedBy: 'user:default/ada',
            status: 'blocked',
            overrideReason: 'It mends an outage',
          },
        },
        { verdict: 'failing' },
      ),
    });
    const scans = section('Scans');
    expect(
      scans.getByText('blocks critical, high; scans at most 30 days old'),
    ).toBeVisible();
    expect(scans.getByText('1 critical, 3 high')).toBeVisible();
    expect(
      scans.getByText(
        'Released against the policy by user:default/ada: It mends an outage',
      ),
    ).toBeVisible();
    expect(
      scans.getByText('docker.io/envoyproxy/envoy is public'),
    ).toBeVisible();
  });

  const imageDetails = {
    container: 'app',
    digest: fixtures.DIGEST,
    findings: 17,
    origins: { 'base-image': 14, application: 3, unknown: 0 },
    originBy: 'package-manager' as const,
    fixes: [
      {
        origin: 'base-image' as const,
        clears: 14,
        severity: 'CRITICAL' as const,
      },
      {
        origin: 'application' as const,
        package: 'spring-core',
        installedVersion: '6.2.1',
        fixedInVersion: '6.2.10',
        clears: 2,
        severity: 'HIGH' as const,
      },
    ],
    newest: {
      digest: `sha256:${'cd'.repeat(32)}`,
      tags: ['v2'],
      pushedAt: ago(60),
      status: 'passing' as const,
      fixes: ['CVE-2025-0001'],
      adds: [],
    },
    isNewest: false,
    tagMutability: 'MUTABLE',
    lifecycle: { rule: 1, action: 'expire' as const, now: true as const },
    problems: [],
  };

  it('tells what clears findings, what the newest image brings and what threatens this one', async () => {
    tab.backend.scanDetails = { images: [imageDetails] };
    await tab.render();
    await screen.findByRole('table', { name: 'Fixes for app' });
    expect(rowsOf('Fixes for app')).toEqual([
      ['a newer base image', '14 of 17', 'critical', 'base image'],
      ['spring-core 6.2.1 → 6.2.10', '2 of 17', 'high', 'application'],
    ]);
    expect(factsIn(section('Scans'))).toMatchObject({
      'Come from': '14 base image, 3 application (told by the kind of package)',
      'Pushed last': expect.stringContaining(
        'v2: passing; it would fix 1 and add 0',
      ),
      'Tags of the repository': expect.stringContaining('mutable'),
      Lifecycle: expect.stringContaining('Danger: rule 1'),
    });
  });

  it('says how many newer images of the same rule it takes until this one goes', async () => {
    tab.backend.scanDetails = {
      images: [
        {
          ...imageDetails,
          lifecycle: { rule: 1, action: 'expire' as const, afterPushes: 100 },
        },
      ],
    };
    await tab.render();
    await screen.findByRole('table', { name: 'Fixes for app' });
    expect(factsIn(section('Scans'))).toMatchObject({
      Lifecycle:
        'rule 1 of the repository removes this image once 100 newer images fall under it',
    });
  });

  it('draws of ten thousand findings those in sight, and asks for their page alone', async () => {
    // Nothing has a size in jsdom, and a list without height shows nothing.
    jest
      .spyOn(HTMLElement.prototype, 'offsetHeight', 'get')
      .mockReturnValue(360);
    tab.backend.scanDetails = {
      images: [{ ...imageDetails, findings: 10_000 }],
    };
    tab.backend.findings = Array.from({ length: 10_000 }, (_, n) => ({
      name: `CVE-${n}`,
      severity: 'HIGH' as const,
      packages:
        n === 0
          ? [{ name: 'openssl', installedVersion: '3.0.1', manager: 'OS' }]
          : [],
      uri: n === 0 ? 'https://cve.example/0' : 'data:text/html,advice',
    }));
    await tab.render();
    fireEvent.click(
      await screen.findByRole('button', { name: 'Show all 10000 findings' }),
    );
    await screen.findByText('CVE-1');
    const table = screen.getByRole('table', { name: 'Findings of app' });
    expect(table).toHaveAttribute('aria-rowcount', '10001');
    const rows = rowsOf('Findings of app');
    expect(rows.length).toBeLessThan(50);
    expect(rows.slice(0, 2)).toEqual([
      [
        expect.stringContaining('CVE-0'),
        'high',
        'openssl',
        '3.0.1',
        'no fix known',
        '–',
        '–',
      ],
      ['CVE-1', 'high', '–', '–', 'no fix known', '–', '–'],
    ]);
    expect(
      within(table)
        .getAllByRole('link')
        .map(link => link.getAttribute('href')),
    ).toEqual(['https://cve.example/0']);
    expect(tab.backend.count('findings from 0')).toBe(1);
  });
});
