// `npm start`: the whole local stack in one command. Runs on any Node from 18: the rest it fetches itself.
import { checkPrerequisites } from './lib/prerequisites.mjs';
import { ensureToolchain, runningOnToolchain } from './lib/toolchain.mjs';
import { installDependencies, buildApp } from './lib/build.mjs';
import { startLocalStack } from './lib/localStack.mjs';
import { fail, step } from './lib/report.mjs';
import { portFromEnvironment } from './lib/ports.mjs';
import { stateFolder } from './lib/paths.mjs';

async function main() {
  const ports = {
    portal: portFromEnvironment('SLIPWAY_PORTAL_PORT', 7007),
    aws: portFromEnvironment('SLIPWAY_AWS_PORT', 4566),
    prometheus: portFromEnvironment('SLIPWAY_PROMETHEUS_PORT', 9090),
  };
  const prerequisites = await checkPrerequisites({ ports });
  const toolchain = await ensureToolchain();
  if (!runningOnToolchain(toolchain)) {
    process.exitCode = await toolchain.rerun(process.argv.slice(1));
    return;
  }
  await installDependencies(toolchain);
  await buildApp(toolchain);

  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => stop.abort());
  }
  const stack = await startLocalStack({
    toolchain,
    prerequisites,
    ports,
    folder: stateFolder,
    signal: stop.signal,
  });
  try {
    if (!stop.signal.aborted) {
      step(`Slipway is ready: ${stack.portalUrl}`);
      step('Ctrl-C ends everything.');
      await stack.untilEnded(stop.signal);
    }
  } finally {
    await stack.stop();
  }
}

main().catch(fail);
