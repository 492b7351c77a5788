import { expect, type Page, test } from '@playwright/test';
import {
  deleteImage,
  pushScanned,
  rollOut,
  runningDigests,
} from './localScans';
import {
  facetRow,
  signIn,
  startTemplate,
  takePicture,
  untilFacetShows,
} from './portal';

// The service of the walkthrough, with images in every state that a registry knows, and the hook before the next one.
test.describe.configure({ mode: 'serial' });

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

/** Milliseconds of long tasks on the page's main thread while something is done. */
async function longTasks(page: Page, work: () => Promise<void>) {
  await page.evaluate(() => {
    const store = window as unknown as { longTasks?: number[] };
    const isObserved = store.longTasks !== undefined;
    store.longTasks = [];
    if (isObserved) {
      return;
    }
    new PerformanceObserver(list => {
      store.longTasks?.push(
        ...list.getEntries().map(({ duration }) => Math.round(duration)),
      );
    }).observe({ type: 'longtask' });
  });
  await work();
  return page.evaluate(
    () => (window as unknown as { longTasks: number[] }).longTasks,
  );
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

test('ten thousand findings are paged, reached by keyboard and fold into fixes', async ({
  page,
}) => {
  await page.goto('/catalog/default/component/orders/slipway');
  const image = page.getByRole('region', { name: 'Scan of proxy' }).first();
  await expect(image.getByText('a newer base image')).toBeVisible();
  const list = image.getByRole('table', { name: 'Findings of proxy' });
  const tasks = await longTasks(page, async () => {
    await image.getByRole('button', { name: /Show all 10000/ }).focus();
    await page.keyboard.press('Enter');
    await expect(list.getByText('CVE-2026-10000')).toBeVisible();
    await list.focus();
    await page.keyboard.press('End');
    await expect(list.getByText('CVE-2026-19989')).toBeVisible();
  });
  expect(await list.getByRole('row').count()).toBeLessThan(60);
  await takePicture(image, 'scans-findings');

  const onCard = await longTasks(page, async () => {
    await page.getByText('Overview', { exact: true }).first().click();
    await expect(facetRow(page, 'Scans')).toContainText('1000 high');
  });
  // A figure, not a limit: this machine runs everything else too.
  process.stdout.write(
    `Long tasks (ms, over 50 each) with ${MANY} findings: list opened and scrolled to its end [${tasks}], card [${onCard}]\n`,
  );
});

test('a rollout that waits is continued against the policy, for a reason that stays on the card', async ({
  page,
}) => {
  const blocked = await pushScanned('blue-green', {
    status: 'COMPLETE',
    findings: [{ name: 'CVE-2026-1', severity: 'CRITICAL' }],
  });
  await rollOut(
    { green: blocked },
    {
      strategy: 'BLUE_GREEN',
      bakeTimeInMinutes: 0,
      lifecycleHooks: [
        {
          targetType: 'PAUSE',
          lifecycleStages: ['POST_SCALE_UP'],
          timeoutConfiguration: { timeoutInMinutes: 600 },
        },
      ],
    },
  );
  await untilFacetShows(page, 'Deployments', ['Waits for']);
  await takePicture(page, 'rollout-waits');
  await page.goto('/catalog/default/component/orders/slipway');
  const link = page.getByRole('link', { name: 'Continue: orders in local' });
  await expect(page.getByText(/blocked by policy/).first()).toBeVisible();
  await link.click();
  await expect(page.getByLabel(/^Hook/)).not.toHaveValue('');
  await takePicture(page, 'continue-form');
  await page.getByLabel(/^Reason to override/).fill('It mends an outage');
  await runTemplateOf(page);
  await untilFacetShows(page, 'Scans', [
    'Continued against the policy by',
    'It mends an outage',
  ]);
  await takePicture(page, 'override-on-card');
});

async function runTemplateOf(page: Page): Promise<void> {
  await startTemplate(page);
  await expect(
    page.getByRole('heading', { name: 'What became of it' }),
  ).toBeVisible({
    timeout: 120_000,
  });
}
