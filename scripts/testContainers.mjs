// `npm run test:containers`: builds the images, starts docker-compose.yml with a real engine, does the main job through
// it and stops it. Takes minutes; `npm test` does without it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installDependencies } from './lib/build.mjs';
import { fail, step } from './lib/report.mjs';
import { ensureToolchain, runningOnToolchain } from './lib/toolchain.mjs';

async function timed(what, work) {
  const started = Date.now();
  const answer = await work();
  step(`${what}: ${Math.round((Date.now() - started) / 1000)} s`);
  return answer;
}

/** Runs the checks in their order; a failed one does not keep the later ones from telling what they see. */
async function runChecks({ checks, stack, signal }) {
  const totals = { passed: 0, failed: 0 };
  const interrupted = new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  for (const { name, run } of checks) {
    try {
      await timed(`✔ ${name}`, () => Promise.race([run(stack), interrupted]));
      totals.passed += 1;
    } catch (error) {
      signal.throwIfAborted();
      step(`✖ ${name}\n${error.message}`);
      totals.failed += 1;
    }
  }
  return totals;
}

async function reportFigures(stack) {
  for (const { service, megabytes } of await stack.imageSizes()) {
    step(`image of ${service}: ${megabytes} MB`);
  }
  for (const { Service, ID } of await stack.containers()) {
    step(`${Service} was healthy after ${await stack.startSeconds(ID)} s`);
  }
}

async function testStack({ engine, folder, signal }) {
  const { ComposeStack, composeFile } = await import(
    './containers/ComposeStack.mjs'
  );
  const { ensureBaseImages, imagesOf } = await import(
    './containers/baseImages.mjs'
  );
  const { checks } = await import('./containers/checks.mjs');
  const images = imagesOf(composeFile);
  await timed('Base images', () =>
    ensureBaseImages({ engine, images, folder, signal }),
  );
  const stack = await ComposeStack.create({ engine, folder });
  const totals = { passed: 0, failed: 0 };
  try {
    step('Building the images…');
    await timed('Images built', () => stack.build());
    step('Starting the stack…');
    await timed('Stack started', () => stack.start());
    await reportFigures(stack);
    const { passed, failed } = await runChecks({ checks, stack, signal });
    totals.passed += passed;
    totals.failed += failed;
  } catch (error) {
    step(`✖ ${signal.aborted ? 'interrupted' : error.message}`);
    totals.failed += 1;
  }
  if (totals.failed > 0 && !signal.aborted) {
    step(await stack.logs());
  }
  await timed('Stack stopped', () => stack.stop());
  const left = await stack.containers();
  step(`${left.length === 0 ? '✔' : '✖'} it stops and leaves no container`);
  totals[left.length === 0 ? 'passed' : 'failed'] += 1;
  return totals;
}

async function main() {
  const toolchain = await ensureToolchain();
  if (!runningOnToolchain(toolchain)) {
    process.exitCode = await toolchain.rerun(process.argv.slice(1));
    return;
  }
  await installDependencies(toolchain);
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => interrupt.abort());
  }
  const { startEngine } = await import('./containers/engine.mjs');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-containers-'));
  const { signal } = interrupt;
  const engine = await startEngine({ folder, signal });
  try {
    const { passed, failed } = await testStack({ engine, folder, signal });
    process.exitCode = failed > 0 ? 1 : 0;
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  } finally {
    await engine.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(fail);
