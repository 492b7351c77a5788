/* eslint-disable no-console */
// Works on state files in a process of its own and tells what that took, as JSON: a name of the work below, and the files.
import { readFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { assessState, summarizeState } from '@slipway/plugin-slipway-node';
import { readSoundState } from '../drift/readSoundState';
import { readStateBody } from '../stacks/readStateBody';
import { compareStateBodies } from '../state/versions/compareStateBodies';

const WORK: Record<string, (bodies: Buffer[]) => Promise<object>> = {
  read: async ([body]) => {
    const { assessment, facts } = await readStateBody(body);
    return {
      soundness: assessment.soundness,
      resources: assessment.resourceCount,
      services: facts?.services.length,
    };
  },
  check: async ([body]) => {
    const { serial } = await readSoundState(
      { environment: 'local', stack: 'orders' },
      {
        readState: async () => ({
          body,
          etag: '"1"',
          lastModified: new Date(),
          size: body.length,
        }),
      },
    );
    return { serial };
  },
  summarize: async ([body]) => {
    const { soundness, addresses } = await summarizeState(body);
    return { soundness, resources: addresses.length };
  },
  compare: async bodies => {
    const { from, to, difference } = await compareStateBodies(...bodies);
    return {
      soundness: from.assessment.soundness,
      resources: to.assessment.resourceCount,
      changed: difference.total,
    };
  },
  /** What the others are spared: the same without a thread. */
  inline: async ([body]) => {
    const { soundness } = assessState(body);
    return { soundness };
  },
};

const RESOLUTION_MS = 5;
const SAMPLES_MS = 4 * RESOLUTION_MS;

async function main() {
  const [work, ...files] = process.argv.slice(2);
  const beforeMb = process.resourceUsage().maxRSS / 1024;
  const bodies = await Promise.all(files.map(file => readFile(file)));
  const bytes = bodies.reduce((sum, { length }) => sum + length, 0);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // The first sample has nothing before it, and a wait is noticed at its end.
  await setTimeout(SAMPLES_MS);
  const cpuBefore = process.threadCpuUsage();
  const result = await WORK[work](bodies);
  const cpu = process.threadCpuUsage(cpuBefore);
  await setTimeout(SAMPLES_MS);
  delay.disable();
  console.log(
    JSON.stringify({
      ...result,
      bytes,
      longestDelayMs: delay.max / 1e6,
      priority: getPriority(),
      mainThreadMs: (cpu.user + cpu.system) / 1e3,
      memoryMb: process.resourceUsage().maxRSS / 1024 - beforeMb,
    }),
  );
}

main();
