import { expect, test } from '@playwright/test';
import {
  deleteImage,
  pushScanned,
  rollOut,
  runningDigests,
} from './localScans';
import { signIn, takePicture, untilFacetShows } from './portal';

// The service of the walkthrough, with images in the states of a registry that matter most.

const MANY = 10_000;

test.beforeEach(async ({ page }) => {
  await signIn(page);
});

/** As enhanced scanning writes them: most of the base image's packages. */
function manyFindings(): object[] {
  return Array.from({ length: MANY }, (_, index) => ({
    severity: index % 10 === 0 ? 'HIGH' : 'LOW',
    score: (90 - (index % 90)) / 10,
    exploitAvailable: index === 0 ? 'YES' : 'NO',
    firstObservedAt: 1_780_000_000,
    packageVulnerabilityDetails: {
      vulnerabilityId: `CVE-2026-${10_000 + index}`,
      vulnerablePackages: [
        {
          name: `package-${index % 40}`,
          version: '1.0',
          fixedInVersion: '1.1',
          packageManager: index % 8 === 0 ? 'JAR' : 'OS',
        },
      ],
    },
  }));
}

test('every state of a scan is told apart, on the card and in the tab', async ({
  page,
}) => {
  const digests = {
    proxy: await pushScanned('blocked', {
      status: 'ACTIVE',
      enhancedFindings: manyFindings(),
    }),
    agent: await pushScanned('scanning', { status: 'IN_PROGRESS' }),
    cache: await pushScanned('unscanned', { status: 'NOT_SCANNED' }),
    router: await pushScanned('expired', {
      status: 'SCAN_ELIGIBILITY_EXPIRED',
    }),
    relay: await pushScanned('gone', { status: 'COMPLETE' }),
  };
  await rollOut(digests);
  await expect(async () => {
    expect(await runningDigests()).toEqual(
      expect.arrayContaining(Object.values(digests)),
    );
  }).toPass({ timeout: 90_000 });
  await deleteImage(digests.relay);
  await untilFacetShows(page, 'Scans', [
    'Failing',
    '1000 high, 9000 low',
    'scan in progress',
    'not scanned',
    'scan expired',
    'no longer in the registry',
  ]);
  await takePicture(page, 'scans-card');

  await page.goto('/catalog/default/component/orders/slipway');
  for (const [container, words] of [
    ['orders', 'passing'],
    ['proxy', 'blocked by policy'],
    ['agent', 'scan in progress'],
    ['cache', 'not scanned'],
    ['router', 'scan expired'],
    ['relay', 'no longer in the registry'],
  ]) {
    await expect(
      page
        .getByRole('region', { name: `Scan of ${container}`, exact: true })
        .first()
        .getByText(words, { exact: true }),
    ).toBeVisible();
  }
  await takePicture(page.getByRole('region', { name: 'Scans' }), 'scans-tab');
});
