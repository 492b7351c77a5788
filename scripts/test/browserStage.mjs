import fs from 'node:fs';
import path from 'node:path';
import { buildApp } from '../lib/build.mjs';
import { startLocalStack } from '../lib/localStack.mjs';
import { findFreePorts } from '../lib/ports.mjs';
import { startTemporaryPostgres } from './temporaryPostgres.mjs';

function countsOf(report) {
  if (!fs.existsSync(report)) {
    return { passed: 0, failed: 1 };
  }
  const { stats, errors } = JSON.parse(fs.readFileSync(report, 'utf8'));
  return {
    passed: stats.expected,
    // A flaky test passed on a second try: it is not green. A test that was skipped did not run.
    failed: stats.unexpected + stats.flaky + stats.skipped + errors.length,
  };
}

/** The browser tests, against a local stack of their own on free ports. */
export function browserStage(name) {
  return {
    name,
    async run({ folder, prerequisites, programs, toolchain }) {
      await buildApp(toolchain);
      const [portal, aws, prometheus] = await findFreePorts(3);
      const stack = await startLocalStack({
        toolchain,
        prerequisites: { ...prerequisites, prometheus: programs.prometheus },
        ports: { portal, aws, prometheus },
        folder: path.join(folder, 'stack'),
        signal: new AbortController().signal,
      });
      const report = path.join(folder, 'browser.json');
      // For the tests that the generated service has itself.
      const postgres = await startTemporaryPostgres(programs.postgres);
      try {
        await toolchain.run('yarn', ['playwright', 'test'], {
          env: {
            ...toolchain.environment,
            ...programs.environment,
            SLIPWAY_PORTAL_URL: stack.portalUrl,
            SLIPWAY_AWS_ENDPOINT: stack.awsUrl,
            SLIPWAY_LOCAL_FOLDER: path.join(folder, 'stack'),
            SPRING_DATASOURCE_URL: postgres.url,
            SPRING_DATASOURCE_USERNAME: postgres.user,
            SPRING_DATASOURCE_PASSWORD: postgres.password,
            PLAYWRIGHT_JSON_OUTPUT_NAME: report,
          },
        });
      } finally {
        await postgres.stop();
        await stack.stop();
      }
      const counts = countsOf(report);
      if (counts.failed > 0) {
        showLogs(path.join(folder, 'stack', 'logs'));
      }
      return counts;
    },
  };
}

// What the browser saw is in Playwright's own output; why is mostly in the logs of the processes.
function showLogs(logs) {
  for (const file of fs.readdirSync(logs)) {
    const lines = fs.readFileSync(path.join(logs, file), 'utf8').split('\n');
    process.stdout.write(`── ${file}\n${lines.slice(-60).join('\n')}\n`);
  }
}
