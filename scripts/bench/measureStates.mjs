import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/paths.mjs';
import { answerOf } from '../lib/commands.mjs';
import { loadSources } from './loadSources.mjs';

const RESOURCES = 20_000;
const PROGRAM = path.join(
  root,
  'plugins/slipway-backend/src/__testUtils__/largeState.ts',
);

/** What is done with 100 MB of state, and for how long the event loop of the portal waits meanwhile. */
export async function measureStates({ folder, toolchain }) {
  const { writeLargeState } = await loadSources(
    'plugins/slipway-backend/src/__testUtils__/writeLargeState',
  );
  const files = {};
  for (const [name, resourceCount, id] of [
    ['whole', RESOURCES, 'a'],
    ['half', RESOURCES / 2, 'a'],
    ['otherHalf', RESOURCES / 2, 'b'],
  ]) {
    files[name] = path.join(folder, `${name}.tfstate`);
    await writeLargeState(files[name], { resourceCount, id });
  }
  const rows = {};
  for (const [work, ...names] of [
    ['read', 'whole'],
    ['summarize', 'whole'],
    ['compare', 'half', 'otherHalf'],
  ]) {
    const started = performance.now();
    const output = answerOf(
      toolchain.node,
      [
        '--max-old-space-size=512',
        '--require',
        '@backstage/cli/config/nodeTransform.cjs',
        PROGRAM,
        work,
        ...names.map(name => files[name]),
      ],
      { cwd: root },
    );
    const figures = JSON.parse(output);
    rows[work] = {
      MB: Math.round(figures.bytes / 1024 ** 2),
      resources: RESOURCES,
      'seconds, with the start of a process':
        Math.round((performance.now() - started) / 100) / 10,
      'longest wait of the event loop, ms': Math.round(figures.longestDelayMs),
      'work of the main thread, ms': Math.round(figures.mainThreadMs),
      'memory, MB': Math.round(figures.memoryMb),
    };
  }
  Object.values(files).forEach(file => fs.rmSync(file));
  return rows;
}
