import fs from 'node:fs';
import path from 'node:path';

const INTEGRATION = '\\.integration\\.test\\.';

/**
 * Jest over all packages: the tests beside the code, or (`integration`) those that need real programs. These run
 * one file after the other: they start servers and Terraform.
 */
export function jestStage(name, { integration }) {
  return {
    name,
    takesPattern: true,
    async run({ folder, pattern, programs, toolchain }) {
      const report = path.join(folder, `${name}.json`);
      const selection = integration
        ? [
            '--runInBand',
            '--testPathPatterns',
            pattern ? `${pattern}.*${INTEGRATION}` : INTEGRATION,
          ]
        : [
            '--testPathIgnorePatterns',
            INTEGRATION,
            ...(pattern ? ['--testPathPatterns', pattern] : []),
          ];
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
        { env: { ...toolchain.environment, ...programs.environment } },
      );
      return countsOf(report, code);
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
