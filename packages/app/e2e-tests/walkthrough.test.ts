import { expect, test } from '@playwright/test';
import {
  changeDesiredCount,
  emptyState,
  leaveLock,
  readState,
  release,
} from './localStack';
import {
  chooseEnvironment,
  facetRow,
  runTemplate,
  signIn,
  startTemplate,
  takePicture,
  untilFacetShows,
} from './portal';

// The steps of the README, in their order: each needs what the one before it made.
test.describe.configure({ mode: 'serial' });

test.beforeEach(async ({ page }) => {
  await signIn(page);
});

test('an empty portal greets with the two steps', async ({ page }) => {
  await expect(
    page.getByRole('link', { name: /create an environment/i }),
  ).toBeVisible();
  await expect(
    page.getByRole('link', { name: /create a service/i }),
  ).toBeVisible();
  await takePicture(page, 'empty');
});

test('an apply that is cancelled half-way keeps its state and frees the lock', async ({
  page,
}) => {
  await chooseEnvironment(page);
  await startTemplate(page);
  await page.getByRole('button', { name: 'Show Logs' }).click();
  await expect(page.getByText(/aws_vpc\.main: creating/).first()).toBeVisible({
    timeout: 180_000,
  });
  await takePicture(page, 'task-log');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(async () => {
    const { resources, locked } = await readState('platform');
    expect(resources).toContain('aws_vpc.main');
    expect(resources).not.toContain('aws_lb.main');
    expect(locked).toBe(false);
  }).toPass({ timeout: 60_000 });
});

test('a second run completes the environment', async ({ page }) => {
  await chooseEnvironment(page);
  await runTemplate(page);
  await takePicture(page, 'environment');
  const { resources } = await readState('platform');
  expect(resources).toContain('aws_lb.main');
});

test('creating the environment again changes nothing and says so', async ({
  page,
}) => {
  await chooseEnvironment(page);
  await runTemplate(page);
  await expect(
    page.getByText(
      'Platform: The stack platform in local is what was declared: no changes.',
    ),
  ).toBeVisible();
});

test('a service is created from the template', async ({ page }) => {
  await page.goto('/create/templates/default/slipway-spring-boot-service');
  await page.getByLabel(/^Name/).fill('orders');
  await page.getByLabel(/^Owner/).fill('Orders');
  await page.getByRole('option', { name: /Orders team/ }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel(/^Environment/).click();
  await page.getByRole('option', { name: /local/ }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await takePicture(page, 'service-form');
  await runTemplate(page);
  await takePicture(page, 'service-created');
});

test('the card says that no image was released yet', async ({ page }) => {
  await page.goto('/catalog/default/component/orders');
  await expect(page.getByText('no image released yet')).toBeVisible();
  await takePicture(page, 'not-released');
});

test('a release runs, and the card becomes healthy', async ({ page }) => {
  await release('orders');
  await untilFacetShows(page, 'Deployments', ['2 of 2 running', 'Healthy']);
  await untilFacetShows(page, 'State', ['sound', 'Healthy']);
  await untilFacetShows(page, 'Scans', ['no findings', 'Healthy']);
  await untilFacetShows(page, 'Metrics', ['Healthy']);
  await untilFacetShows(page, 'Drift', ['no drift', 'Healthy']);
  await takePicture(page, 'card');
});

test('the tab tells each facet in full', async ({ page }) => {
  await page.goto('/catalog/default/component/orders/slipway');
  await expect(page.getByText('2 running, 0 pending, 2 desired')).toBeVisible();
  await expect(page.getByText(/change failure rate/i).first()).toBeVisible();
  await takePicture(page, 'tab');
});

test('a change by hand is drift at the next view, and confirmed by a check', async ({
  page,
}) => {
  await changeDesiredCount('slipway-orders', 3);
  await untilFacetShows(page, 'Drift', ['1 live', 'Attention']);
  await page.getByRole('button', { name: /^Check now/ }).click();
  await expect(facetRow(page, 'Drift')).toContainText('1 configuration', {
    timeout: 120_000,
  });
  await takePicture(page, 'drift');
});

test('reconciling opens the template with its form filled, and mends the drift', async ({
  page,
}) => {
  await page.goto('/catalog/default/component/orders');
  await page.getByRole('link', { name: /^Reconcile/ }).click();
  await expect(page.getByLabel(/^Stack/)).toHaveValue('orders');
  await runTemplate(page);
  await takePicture(page, 'reconciled');
  await untilFacetShows(page, 'Deployments', ['2 of 2 running']);
  await untilFacetShows(page, 'Drift', ['no drift', 'Healthy']);
});

test('a state that was lost is seen, and a version of it restored from the tab', async ({
  page,
}) => {
  const { resources } = await readState('services/orders');
  await emptyState('services/orders');
  await untilFacetShows(page, 'State', ['empty', 'Failing']);
  await page.goto('/catalog/default/component/orders/slipway');
  await page.getByRole('button', { name: /^Show versions/ }).click();
  await page
    .getByRole('button', { name: /^What would it bring back/ })
    .first()
    .click();
  const comparison = page.getByRole('region', { name: /^Comparison of two/ });
  await expect(comparison).toContainText('aws_ecr_repository.main');
  await takePicture(page, 'state-lost');
  await comparison.getByRole('link', { name: /^Restore this version/ }).click();
  await expect(page.getByLabel(/^Stack/)).toHaveValue('orders');
  await expect(page.getByLabel(/^Version/)).not.toHaveValue('');
  await takePicture(page, 'restore-form');
  await runTemplate(page, 'What was restored');
  await expect(page.getByText(/A plan reads it/).first()).toBeVisible();
  await takePicture(page, 'restored');
  expect((await readState('services/orders')).resources).toEqual(resources);
});

test('a lock that a killed run left behind is seen, and freed from the tab', async ({
  page,
}) => {
  await leaveLock('services/orders');
  await untilFacetShows(page, 'State', ['locked by ada@laptop', 'Attention']);
  await page.goto('/catalog/default/component/orders/slipway');
  await page.getByRole('link', { name: /^Unlock/ }).click();
  await expect(page.getByLabel(/^Stack/)).toHaveValue('orders');
  await page.getByLabel(/^The run that took the lock has ended/).check();
  await takePicture(page, 'unlock-form');
  await runTemplate(page, 'What was freed');
  await takePicture(page, 'unlocked');
  expect((await readState('services/orders')).locked).toBe(false);
});
