import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import {
  addressOf,
  checkOut,
  release,
  removeMetricsRegistry,
  repositoryOf,
  runIn,
  stopTasks,
} from './localStack';
import {
  facetRow,
  runTemplate,
  signIn,
  takePicture,
  untilFacetShows,
} from './portal';

// In the environment that the walkthrough made: a service with a database, from the form to its numbers on the card.
test.describe.configure({ mode: 'serial' });

const SERVICE = 'payments';
let repository = '';
let stored = '';

test.beforeEach(async ({ page }) => {
  await signIn(page);
});

test.afterAll(async () => {
  if (repository) {
    await rm(repository, { recursive: true, force: true });
  }
});

/** An answer of the running service, which moves when its task is replaced. */
async function ask(where: string, init?: RequestInit): Promise<Response> {
  const address = await addressOf(`slipway-${SERVICE}`);
  const response = await fetch(`http://${address}${where}`, init);
  expect(response.ok).toBe(true);
  return response;
}

test('a service with a database is created, and its own tests pass', async ({
  page,
}) => {
  await page.goto('/create/templates/default/slipway-spring-boot-service');
  await page.getByLabel(/^Name/).fill(SERVICE);
  await page.getByLabel(/^Owner/).fill('Orders');
  await page.getByRole('option', { name: /Orders team/ }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel(/^Environment/).click();
  await page.getByRole('option', { name: /local/ }).click();
  await page.getByLabel(/^Number of tasks/).fill('1');
  await page.getByLabel(/^PostgreSQL database/).check();
  await page.getByRole('button', { name: 'Next' }).click();
  await runTemplate(page);
  repository = await checkOut(SERVICE);
  await runIn(repository, ['bash', 'scripts/test', '-q']);
});

test('its jar is released, migrates and answers, and its numbers are on the card', async ({
  page,
}) => {
  await release(
    SERVICE,
    '--jar',
    path.join(repository, 'target/application.jar'),
  );
  await untilFacetShows(
    page,
    'Deployments',
    ['1 of 1 running', 'Healthy'],
    SERVICE,
  );
  await expect(async () => {
    const response = await ask(`/${SERVICE}/greetings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ada' }),
    });
    stored = response.headers.get('location') ?? '';
  }).toPass({ timeout: 60_000 });
  const traffic = setInterval(() => {
    ask(`/${SERVICE}/greetings`).catch(() => {});
  }, 500);
  try {
    await untilFacetShows(
      page,
      'Metrics',
      ['req/s', '0 % errors', 'p95', 'Healthy'],
      SERVICE,
    );
  } finally {
    clearInterval(traffic);
  }
  await takePicture(page, 'generated-service');
});

test('what was applied is what is declared, though RDS chose the minor version', async ({
  page,
}) => {
  await page.goto(`/catalog/default/component/${SERVICE}`);
  await page.getByRole('button', { name: /^Check now/ }).click();
  await expect(facetRow(page, 'Drift')).toContainText('no drift', {
    timeout: 120_000,
  });
});

test('what it stored survives the replacement of its task', async () => {
  const before = await addressOf(`slipway-${SERVICE}`);
  await stopTasks(`slipway-${SERVICE}`);
  await expect(async () => {
    expect(await addressOf(`slipway-${SERVICE}`)).not.toBe(before);
    const response = await ask(stored);
    expect(await response.json()).toMatchObject({ name: 'Ada' });
  }).toPass({ timeout: 90_000 });
});

test('without its metrics registry the doctor says what is missing', async ({
  page,
}) => {
  await removeMetricsRegistry(repository);
  await removeMetricsRegistry(repositoryOf(SERVICE));
  await runIn(repository, [
    './mvnw',
    '--batch-mode',
    '-q',
    '-Dmaven.test.skip=true',
    'package',
  ]);
  await release(
    SERVICE,
    '--jar',
    path.join(repository, 'target/application.jar'),
  );
  await untilFacetShows(
    page,
    'Metrics',
    ['the Prometheus registry is missing, pom.xml does not name it'],
    SERVICE,
  );
  await expect(facetRow(page, 'Deployments')).toContainText('Healthy');
  await page.goto(`/catalog/default/component/${SERVICE}/slipway`);
  await expect(
    page.getByText(
      /Add io\.micrometer:micrometer-registry-prometheus to pom\.xml/,
    ),
  ).toBeVisible();
  await takePicture(page, 'generated-service-blind');
});
