import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ChildProcesses } from '../lib/ChildProcesses.mjs';
import { answerOf, findOnPath } from '../lib/commands.mjs';
import { PlainError, step } from '../lib/report.mjs';
import { commandLine } from './commandLine.mjs';
import { ensureCompose } from './composePlugin.mjs';

const READY_TIMEOUT_MS = 60_000;
// What a rebuild after a small change can use again.
const KEPT_BUILD_CACHE = '10GB';

/** What can be used again by the next run: images, the compose plugin. Outside the work tree. */
export const cacheFolder = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
  'slipway-containers',
);

function answersOn(environment) {
  return (
    findOnPath('docker') !== undefined &&
    answerOf('docker', ['info'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    }) !== undefined
  );
}

async function installEngine() {
  const canInstall = process.getuid?.() === 0 && findOnPath('apt-get');
  if (!canInstall) {
    throw new PlainError(
      'No container engine answers: start Docker (with compose v2), then run the command again.',
    );
  }
  step('Installing docker.io…');
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  await commandLine(['apt-get', 'update', '-qq'], options);
  await commandLine(
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'docker.io'],
    options,
  );
}

/** Each build leaves its layers behind: what no name refers to any more goes, and the cache stays bounded. */
async function removeLeftovers(env) {
  step('Removing what no later run can use…');
  await commandLine(['docker', 'image', 'prune', '--force'], { env });
  await commandLine(
    [
      'docker',
      'builder',
      'prune',
      '--force',
      '--keep-storage',
      KEPT_BUILD_CACHE,
    ],
    { env },
  );
}

/** Starts an engine of our own, with its own socket and data, at low priority: builds must not take the machine. */
async function startOwnEngine(folder) {
  const socket = path.join(folder, 'docker.sock');
  const environment = {
    ...process.env,
    DOCKER_HOST: `unix://${socket}`,
  };
  delete environment.DOCKER_CONTEXT;
  const processes = new ChildProcesses(folder);
  const daemon = processes.start('dockerd', [
    'nice',
    '-n',
    '5',
    'dockerd',
    '--host',
    `unix://${socket}`,
    '--data-root',
    path.join(cacheFolder, 'engine'),
    '--exec-root',
    path.join(folder, 'exec'),
    '--pidfile',
    path.join(folder, 'dockerd.pid'),
  ]);
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!answersOn(environment)) {
    if (daemon.failure || Date.now() > deadline) {
      await processes.stop();
      throw new PlainError(
        `dockerd ${daemon.failure ?? 'did not answer'}. Its last lines:\n${fs
          .readFileSync(daemon.logFile, 'utf8')
          .trimEnd()
          .split('\n')
          .slice(-10)
          .join('\n')}`,
      );
    }
    await new Promise(resolve => {
      setTimeout(resolve, 500);
    });
  }
  return {
    environment,
    async stop() {
      await removeLeftovers(environment).finally(() => processes.stop());
    },
  };
}

/**
 * A container engine with compose v2: the one that runs on this machine, or on Debian as root one of our own that ends
 * with `stop`. `folder` takes its socket and its log.
 */
export async function startEngine({ folder, signal }) {
  const running = answersOn(process.env);
  if (!running && !findOnPath('dockerd')) {
    await installEngine();
  }
  const engine =
    running || answersOn(process.env)
      ? { environment: process.env, stop: async () => {} }
      : await startOwnEngine(folder);
  try {
    const compose = await ensureCompose(engine.environment, cacheFolder);
    const command = (words, options) =>
      commandLine(words, { env: engine.environment, signal, ...options });
    return {
      docker: (words, options) => command(['docker', ...words], options),
      compose: (words, options) => command([...compose, ...words], options),
      stop: engine.stop,
    };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}
