import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/paths.mjs';
import { step } from '../lib/report.mjs';
import { providerSettings } from './providerSettings.mjs';

const ROOTS = ['bootstrap', 'platform', 'service'];

function runJson(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', chunk => {
      output += chunk;
    });
    child.once('error', reject);
    child.once('exit', code => resolve({ code, output }));
  });
}

/** Counts from the line-by-line events of `terraform test -json`; failed runs are shown with their reason. */
export function countTestRuns(output) {
  const counts = { passed: 0, failed: 0 };
  for (const line of output.split('\n').filter(Boolean)) {
    const event = JSON.parse(line);
    if (event.type === 'test_run' && event.test_run.progress === 'complete') {
      const passed = event.test_run.status === 'pass';
      counts[passed ? 'passed' : 'failed'] += 1;
    } else if (event['@level'] === 'error') {
      step(`${event['@message']} ${event.diagnostic?.detail ?? ''}`);
    }
  }
  return counts;
}

/** `fmt -check`, and for each root `init`, `validate` and `test`. */
export function terraformStage(name) {
  return {
    name,
    async run({ folder, prerequisites, toolchain }) {
      const { terraform } = prerequisites;
      const base = path.join(root, 'terraform');
      const totals = { passed: 0, failed: 0 };
      const count = ({ passed, failed }) => {
        totals.passed += passed;
        totals.failed += failed;
      };
      const environment = {
        ...toolchain.environment,
        ...providerSettings(folder),
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
      };
      const check = async (args, cwd) => {
        const code = await toolchain.run(terraform, args, {
          cwd,
          env: environment,
        });
        count(code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
        return code === 0;
      };
      await check(['fmt', '-check', '-recursive'], base);
      for (const stack of ROOTS) {
        // A copy: the work tree stays as it is, and what was installed there by hand is not used.
        const copy = path.join(folder, 'terraform', stack);
        fs.cpSync(path.join(base, stack), copy, {
          recursive: true,
          filter: source => path.basename(source) !== '.terraform',
        });
        const ready =
          (await check(
            ['init', '-backend=false', '-input=false', '-lockfile=readonly'],
            copy,
          )) && (await check(['validate'], copy));
        if (ready) {
          const { code, output } = await runJson(terraform, ['test', '-json'], {
            cwd: copy,
            env: environment,
          });
          const counts = countTestRuns(output);
          count(
            code !== 0 && counts.failed === 0
              ? { ...counts, failed: 1 }
              : counts,
          );
        }
      }
      return totals;
    },
  };
}
