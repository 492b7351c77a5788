// `npm test`: everything, with all of its own set-up. `npm test -- <pattern>` runs the stages whose name has the
// pattern, or else the unit and integration tests whose path has it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installDependencies } from './lib/build.mjs';
import { checkPrerequisites } from './lib/prerequisites.mjs';
import { fail, step } from './lib/report.mjs';
import { ensureToolchain, runningOnToolchain } from './lib/toolchain.mjs';
import { stages } from './test/stages.mjs';
import { ensureTestPrograms } from './test/testPrograms.mjs';

function choose(pattern) {
  if (!pattern) {
    return { chosen: stages };
  }
  const named = stages.filter(stage => stage.name.includes(pattern));
  return named.length > 0
    ? { chosen: named }
    : { chosen: stages.filter(stage => stage.takesPattern), pattern };
}

async function main() {
  const prerequisites = await checkPrerequisites({ ports: {} });
  const programs = await ensureTestPrograms();
  const toolchain = await ensureToolchain();
  if (!runningOnToolchain(toolchain)) {
    process.exitCode = await toolchain.rerun(process.argv.slice(1));
    return;
  }
  await installDependencies(toolchain);

  const { chosen, pattern } = choose(process.argv[2]);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-test-'));
  const totals = { passed: 0, failed: 0 };
  const failures = [];
  for (const stage of chosen) {
    step(`── ${stage.name}`);
    const started = Date.now();
    const { passed, failed } = await stage.run({
      folder,
      pattern,
      prerequisites,
      programs,
      toolchain,
    });
    totals.passed += passed;
    totals.failed += failed;
    if (failed > 0) {
      failures.push(stage.name);
    }
    step(
      `── ${stage.name}: ${passed} passed, ${failed} failed, ${Math.round(
        (Date.now() - started) / 1000,
      )} s`,
    );
  }
  fs.rmSync(folder, { recursive: true, force: true });
  if (failures.length > 0) {
    step(`Failed: ${failures.join(', ')}`);
    process.exitCode = 1;
  }
  process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
}

main().catch(fail);
