// `npm run bench`: figures of this machine, as a report. It never fails for being slow.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { measureApply } from './bench/measureApply.mjs';
import { measureOverview } from './bench/measureOverview.mjs';
import { buildApp, installDependencies } from './lib/build.mjs';
import { startLocalStack } from './lib/localStack.mjs';
import { findFreePorts } from './lib/ports.mjs';
import { checkPrerequisites } from './lib/prerequisites.mjs';
import { fail, step } from './lib/report.mjs';
import { ensureToolchain, runningOnToolchain } from './lib/toolchain.mjs';

async function main() {
  const prerequisites = await checkPrerequisites({ ports: {} });
  const toolchain = await ensureToolchain();
  if (!runningOnToolchain(toolchain)) {
    process.exitCode = await toolchain.rerun(process.argv.slice(1));
    return;
  }
  await installDependencies(toolchain);
  await buildApp(toolchain);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-bench-'));
  const [portal, aws, prometheus] = await findFreePorts(3);
  const stack = await startLocalStack({
    toolchain,
    prerequisites,
    ports: { portal, aws, prometheus },
    folder: path.join(folder, 'stack'),
    signal: new AbortController().signal,
  });
  try {
    const context = { stack, prerequisites, toolchain, folder };
    const apply = await measureApply(context);
    const overview = await measureOverview(context);
    step('── Figures');
    console.table(apply);
    console.table(overview);
  } finally {
    await stack.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(fail);
