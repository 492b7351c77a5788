/* eslint-disable no-console */
// Reads a state file in a process of its own and tells what that took, as JSON.
import { readFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readStateBody } from '../stacks/readStateBody';

async function main() {
  const beforeMb = process.resourceUsage().maxRSS / 1024;
  const body = await readFile(process.argv[2]);
  const bytes = body.length;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const cpuBefore = process.threadCpuUsage();
  const { assessment, facts } = await readStateBody(body);
  const cpu = process.threadCpuUsage(cpuBefore);
  delay.disable();
  console.log(
    JSON.stringify({
      bytes,
      soundness: assessment.soundness,
      resourceCount: assessment.resourceCount,
      services: facts?.services.length,
      longestDelayMs: delay.max / 1e6,
      mainThreadMs: (cpu.user + cpu.system) / 1e3,
      memoryMb: process.resourceUsage().maxRSS / 1024 - beforeMb,
    }),
  );
}

main();
