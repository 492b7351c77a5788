import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/paths.mjs';

/** Node's own test runner over the `*.test.mjs` files below a folder, for what is plain JavaScript. */
export function nodeTestStage(name, target) {
  return {
    name,
    async run({ folder, programs, toolchain }) {
      const report = path.join(folder, `${name.replaceAll(' ', '-')}.tap`);
      await toolchain.run(
        toolchain.node,
        [
          '--test',
          '--test-reporter=spec',
          '--test-reporter-destination=stdout',
          '--test-reporter=tap',
          `--test-reporter-destination=${report}`,
          `${path.join(root, target)}/**/*.test.mjs`,
        ],
        { env: { ...toolchain.environment, ...programs.environment } },
      );
      const tap = fs.existsSync(report) ? fs.readFileSync(report, 'utf8') : '';
      const count = word =>
        Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(tap)?.[1] ?? NaN);
      const [passed, failed] = [count('pass'), count('fail')];
      return Number.isNaN(passed + failed) || passed + failed === 0
        ? { passed: 0, failed: 1 }
        : { passed, failed };
    },
  };
}
