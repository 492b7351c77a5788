// `npm run test:containers`: builds the images of a generated service and of the portal, starts their compose files with a
// real engine, checks them and stops them. `npm run test:containers -- service` does one of both. Takes minutes; `npm test`
// does without it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installDependencies } from './lib/build.mjs';
import { fail, PlainError, step } from './lib/report.mjs';
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

/** The portal's compose file, and what must hold of it. */
async function portalTrial(context) {
  const { ComposeStack, composeFile } = await import(
    './containers/ComposeStack.mjs'
  );
  const { checks } = await import('./containers/checks.mjs');
  const stack = await ComposeStack.create(context);
  return { composeFile, checks, stack };
}

// The form's choices, so that each version of Java and each distribution is built and started once.
const SERVICES = {
  service: { database: true, javaVersion: '25', javaDistribution: 'temurin' },
  'service-java-21': {
    database: false,
    javaVersion: '21',
    javaDistribution: 'temurin',
  },
  'service-corretto': {
    database: false,
    javaVersion: '25',
    javaDistribution: 'corretto',
  },
};

/** The compose file of a service that the template makes, and what must hold of it. */
async function serviceTrial({ engine, folder, options }) {
  const { ComposeStack } = await import('./containers/ComposeStack.mjs');
  const { addTrialController, serviceChecks } = await import(
    './containers/serviceChecks.mjs'
  );
  const { renderService } = await import('./test/renderService.mjs');
  const repository = await renderService(options);
  addTrialController(repository);
  return {
    composeFile: path.join(repository, 'compose.yaml'),
    checks: serviceChecks(options),
    stack: await ComposeStack.createService({
      engine,
      folder,
      repository,
      hasDatabase: options.database,
    }),
    dispose: () => fs.rmSync(repository, { recursive: true, force: true }),
  };
}

const trials = {
  ...Object.fromEntries(
    Object.entries(SERVICES).map(([name, options]) => [
      name,
      context => serviceTrial({ ...context, options }),
    ]),
  ),
  portal: portalTrial,
};

/** The trials of a word: `service` names all of its variants. */
function choose(word) {
  const names = Object.keys(trials);
  const chosen = names.filter(
    name => !word || name === word || name.startsWith(`${word}-`),
  );
  if (chosen.length === 0) {
    throw new PlainError(
      `There is no "${word}": choose one of ${names.join(', ')}.`,
    );
  }
  return chosen;
}

async function testStack({ engine, folder, signal, trial }) {
  const { ensureBaseImages, imagesOf } = await import(
    './containers/baseImages.mjs'
  );
  const { composeFile, checks, stack, dispose } = await trial({
    engine,
    folder,
  });
  const images = imagesOf(composeFile);
  await timed('Base images', () =>
    ensureBaseImages({ engine, images, folder, signal }),
  );
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
  dispose?.();
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
  const chosen = choose(process.argv[2]);
  const { startEngine } = await import('./containers/engine.mjs');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-containers-'));
  const { signal } = interrupt;
  const engine = await startEngine({ folder, signal });
  try {
    let [passed, failed] = [0, 0];
    for (const name of chosen) {
      step(`── ${name}`);
      const trial = trials[name];
      const totals = await testStack({ engine, folder, signal, trial });
      passed += totals.passed;
      failed += totals.failed;
      signal.throwIfAborted();
    }
    process.exitCode = failed > 0 ? 1 : 0;
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  } finally {
    await engine.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(fail);
