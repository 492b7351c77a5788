/* eslint-disable no-console */
// Works on state files in a process of its own and tells what that took, as JSON: `read`, `summarize` or `compare`, and the files.
import { readFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { summarizeState } from '@slipway/plugin-slipway-node';
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
};

async function main() {
  const [work, ...files] = process.argv.slice(2);
  const beforeMb = process.resourceUsage().maxRSS / 1024;
  const bodies = await Promise.all(files.map(file => readFile(file)));
  const bytes = bodies.reduce((sum, { length }) => sum + length, 0);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const cpuBefore = process.threadCpuUsage();
  const result = await WORK[work](bodies);
  const cpu = process.threadCpuUsage(cpuBefore);
  delay.disable();
  console.log(
    JSON.stringify({
      ...result,
      bytes,
      longestDelayMs: delay.max / 1e6,
      mainThreadMs: (cpu.user + cpu.system) / 1e3,
      memoryMb: process.resourceUsage().maxRSS / 1024 - beforeMb,
    }),
  );
}

main();
