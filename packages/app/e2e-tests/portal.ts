import { expect, type Locator, type Page } from '@playwright/test';
import path from 'node:path';

// A platform takes minutes: AWS's own waits for a load balancer are part of it.
const TASK_TIMEOUT = 240_000;

/** Enters the portal as guest. */
export async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(
    page.getByRole('link', { name: 'Catalog', exact: true }),
  ).toBeVisible();
}

/** Goes from the last page of a template's form to its running task. */
export async function startTemplate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page).toHaveURL(/\/create\/tasks\//);
}

/**
 * Goes from the last page of a template's form to the end of its task, which must succeed.
 *
 * @param result - title of what the task puts out
 */
export async function runTemplate(
  page: Page,
  result = 'What changed',
): Promise<void> {
  await startTemplate(page);
  await expect(page.getByText(result)).toBeVisible({ timeout: TASK_TIMEOUT });
}

/** Fills in the form of a new environment, up to its last page. */
export async function chooseEnvironment(page: Page): Promise<void> {
  await page.goto('/create/templates/default/slipway-environment');
  await page.getByLabel(/^Environment/).click();
  await page.getByRole('option', { name: /local/ }).click();
  await page.getByRole('button', { name: 'Next' }).click();
}

/** One facet's row on the card of an environment. */
export function facetRow(page: Page, facet: string): Locator {
  return page
    .getByRole('listitem')
    .filter({ has: page.getByText(facet, { exact: true }) });
}

/**
 * Looks at the card until a facet's row has all of the texts: somebody who reloads the page every few seconds, because
 * the card itself looks again only once a minute when nothing moves.
 */
export async function untilFacetShows(
  page: Page,
  facet: string,
  texts: string[],
  service = 'orders',
): Promise<void> {
  await expect(async () => {
    await page.goto(`/catalog/default/component/${service}`);
    for (const text of texts) {
      await expect(facetRow(page, facet)).toContainText(text, {
        timeout: 8_000,
      });
    }
  }).toPass({ timeout: 120_000 });
}

/**
 * Takes a picture. With SLIPWAY_SCREENSHOTS=1 it becomes the one that the documentation shows.
 */
export async function takePicture(
  target: Page | Locator,
  name: string,
): Promise<void> {
  const folder = process.env.SLIPWAY_SCREENSHOTS
    ? 'docs/images'
    : 'test-results/pictures';
  await target.screenshot({
    path: path.join(__dirname, '../../..', folder, `${name}.png`),
    animations: 'disabled',
  });
}
