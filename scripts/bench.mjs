// `npm run bench`: figures of this machine, as a report. It never fails for being slow. `npm run bench -- drift` measures one
// part, and what that needs.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { measureApply } from './bench/measureApply.mjs';
import { measureDeployments } from './bench/measureDeployments.mjs';
import { measureDrift } from './bench/measureDrift.mjs';
import { measureMetrics } from './bench/measureMetrics.mjs';
import { measureOverview } from './bench/measureOverview.mjs';
import { measureScans } from './bench/measureScans.mjs';
import { measureStates } from './bench/measureStates.mjs';
import { buildApp, installDependencies } from './lib/build.mjs';
import { startLocalStack } from './lib/localStack.mjs';
import { findFreePorts } from './lib/ports.mjs';
import { checkPrerequisites } from './lib/prerequisites.mjs';
import { fail, PlainError, step } from './lib/report.mjs';
import { ensureToolchain, runningOnToolchain } from './lib/toolchain.mjs';

/** What is measured, in this order, as tables by their titles. `needs` names parts that a part builds upon. */
const parts = {
  apply: {
    measure: async context => ({
      'Applies with and without Slipway': await measureApply(context),
    }),
  },
  // Before anything is released: afterwards the stacks with and without Slipway differ.
  drift: {
    needs: ['apply'],
    measure: measureDrift,
  },
  overview: {
    needs: ['apply'],
    measure: async context => ({
      'Views of an overview': await measureOverview(context),
    }),
  },
  metrics: {
    needs: ['apply', 'overview'],
    measure: async ({ stack, prerequisites, prometheusUrl }) => ({
      'Views of the metrics, and what they ask of Prometheus':
        prerequisites.prometheus
          ? await measureMetrics({ stack, prometheusUrl })
          : [],
    }),
  },
  deployments: {
    measure: async ({ stack, folder }) => {
      const { views, calls, refreshes } = await measureDeployments({
        stack,
        repositories: path.join(folder, 'stack', 'repositories'),
      });
      return {
        'Views of the deployments facet': views,
        'Calls to AWS in a second, meanwhile': calls,
        'Calls to ECS for one look at each service': refreshes,
      };
    },
  },
  states: {
    measure: async context => ({
      'Work on large states': await measureStates(context),
    }),
  },
  scans: {
    measure: async () => ({
      'Calls to ECR for views of running digests': await measureScans(),
    }),
  },
};

/** The parts to measure: all, or the named one with what it needs. */
function partsFor(name) {
  if (name === undefined) {
    return Object.values(parts);
  }
  if (!Object.hasOwn(parts, name)) {
    const names = Object.keys(parts).join(', ');
    throw new PlainError(`There is no part ${name} to measure: name ${names}.`);
  }
  const { needs = [] } = parts[name];
  return [...needs, name].map(chosen => parts[chosen]);
}

async function main() {
  const chosen = partsFor(process.argv[2]);
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
    const context = {
      stack,
      prerequisites,
      toolchain,
      folder,
      prometheusUrl: `http://127.0.0.1:${prometheus}`,
    };
    const tables = {};
    for (const { measure } of chosen) {
      Object.assign(tables, await measure(context));
    }
    for (const [title, rows] of Object.entries(tables)) {
      step(`── ${title}`);
      console.table(rows);
    }
  } finally {
    await stack.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(fail);
