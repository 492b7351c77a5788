import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTemporaryPostgres } from './temporaryPostgres.mjs';

const INTEGRATION = '\\.integration\\.test\\.';

// They mostly wait: for Terraform, which waits for AWS as its provider is told to.
const INTEGRATION_WORKERS = 3;

const LONGEST_FIRST = fileURLToPath(
  new URL('LongestFirst.cjs', import.meta.url),
);

/**
 * Jest over all packages: the tests beside the code, or (`integration`) those that need real programs.
 */
export function jestStage(name, { integration }) {
  return {
    name,
    takesPattern: true,
    async run({ folder, pattern, programs, toolchain }) {
      const report = path.join(folder, `${name}.json`);
      const selection = integration
        ? [
            `--maxWorkers=${INTEGRATION_WORKERS}`,
            `--testSequencer=${LONGEST_FIRST}`,
            '--testPathPatterns',
            pattern ? `${pattern}.*${INTEGRATION}` : INTEGRATION,
          ]
        : [
            '--testPathIgnorePatterns',
            INTEGRATION,
            ...(pattern ? ['--testPathPatterns', pattern] : []),
          ];
      const postgres = await startTemporaryPostgres(programs.postgres);
      try {
        const code = await toolchain.run(
          'yarn',
          [
            'backstage-cli',
            'repo',
            'test',
            '--coverage=false',
            '--watch=false',
            '--passWithNoTests',
            '--json',
            `--outputFile=${report}`,
            ...selection,
          ],
          {
            env: {
              ...toolchain.environment,
              ...programs.environment,
              // Without it Backstage's database tests leave PostgreSQL out, without a word. The name has the oldest version that it may be.
              BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING:
                postgres.connectionString,
            },
          },
        );
        return countsOf(report, code);
      } finally {
        await postgres.stop();
      }
    },
  };
}

// A suite that cannot be loaded holds no test that failed: it counts as one.
function countsOf(report, code) {
  if (!fs.existsSync(report)) {
    return { passed: 0, failed: 1 };
  }
  const result = JSON.parse(fs.readFileSync(report, 'utf8'));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
  };
}
