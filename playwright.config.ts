import { defineConfig } from '@playwright/test';

/**
 * Browser tests against a running portal: the one that `npm test` starts on free ports, or that of `npm start`.
 * They build on each other's work (an environment, then a service), so they run in order and are not tried again.
 */
export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  timeout: 300_000,
  expect: { timeout: 30_000 },
  workers: 1,
  projects: [
    { name: 'walkthrough', testMatch: 'walkthrough.test.ts' },
    {
      name: 'scans',
      testMatch: 'scans.test.ts',
      dependencies: ['walkthrough'],
    },
    {
      name: 'generated service',
      testMatch: 'generatedService.test.ts',
      dependencies: ['walkthrough'],
    },
  ],
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json']],
  outputDir: 'test-results',
  use: {
    baseURL: process.env.SLIPWAY_PORTAL_URL ?? 'http://127.0.0.1:7007',
    actionTimeout: 30_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    viewport: { width: 1440, height: 1000 },
    launchOptions: {
      executablePath: process.env.SLIPWAY_TEST_CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
