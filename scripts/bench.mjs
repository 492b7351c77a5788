// `npm run bench`: figures of this machine, as a report. It never fails for being slow. `npm run bench -- deployments` measures that alone.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { measureApply } from './bench/measureApply.mjs';
import { measureDeployments } from './bench/measureDeployments.mjs';
import { measureMetrics } from './bench/measureMetrics.mjs';
import { measureOverview } from './bench/measureOverview.mjs';
import { measureScans } from './bench/measureScans.mjs';
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
    const onlyDeployments = process.argv[2] === 'deployments';
    const apply = onlyDeployments ? [] : await measureApply(context);
    const overview = onlyDeployments ? [] : await measureOverview(context);
    const metrics =
      onlyDeployments || !prerequisites.prometheus
        ? []
        : await measureMetrics({
            stack,
            prometheusUrl: `http://127.0.0.1:${prometheus}`,
          });
    const deployments = await measureDeployments({
      stack,
      repositories: path.join(folder, 'stack', 'repositories'),
    });
    const scans = await measureScans();
    step('── Figures');
    console.table(apply);
    console.table(overview);
    step('Views of the metrics, and what they ask of Prometheus');
    console.table(metrics);
    step('Views of the deployments facet');
    console.table(deployments.views);
    step('Calls to AWS in a second, meanwhile');
    console.table(deployments.calls);
    step('Calls to ECS for one look at each service');
    console.table(deployments.refreshes);
    step('Calls to ECR for views of running digests');
    console.table(scans);
  } finally {
    await stack.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(fail);
