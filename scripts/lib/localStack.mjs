import fs from 'node:fs';
import path from 'node:path';
import { ChildProcesses } from './ChildProcesses.mjs';
import { startAws, startPortal, startPrometheus } from './localProcesses.mjs';
import { ensureMoto } from './moto.mjs';
import { PlainError, step } from './report.mjs';
import { portalClient } from '../portal/portalClient.mjs';

const READY_TIMEOUT_MS = 180_000;
const FIRST_TEMPLATE =
  '/api/catalog/entities/by-name/template/default/slipway-environment';
const FOLDERS = ['aws', 'cache', 'logs', 'prometheus', 'repositories', 'work'];

function sleep(milliseconds) {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

function endOf({ name, failure, logFile }) {
  const lines = fs.readFileSync(logFile, 'utf8').trimEnd().split('\n');
  return new PlainError(
    `${name} ${failure}. Its last lines:\n${lines.slice(-15).join('\n')}`,
  );
}

/** Waits until a process answers, and says what it wrote last when it ends instead. */
async function untilReady({ entry, readyUrl }, signal) {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!signal.aborted && !(await answers(readyUrl))) {
    if (entry.failure) {
      throw endOf(entry);
    }
    if (Date.now() > deadline) {
      const failure = `did not answer within ${READY_TIMEOUT_MS / 1000} s`;
      throw endOf({ ...entry, failure });
    }
    await sleep(250);
  }
}

/** The catalog reads the templates after the portal answers: without them there is nothing to start with. */
async function untilTemplatesKnown({ portalUrl, signal }) {
  const client = await portalClient(portalUrl);
  while (!signal.aborted && !(await client.exists(FIRST_TEMPLATE))) {
    await sleep(250);
  }
}

/** Everything local starts empty: only caches stay from an earlier run. */
function prepareFolder(folder) {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of fs.readdirSync(folder)) {
    if (name !== 'cache') {
      fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  }
  for (const name of FOLDERS) {
    fs.mkdirSync(path.join(folder, name), { recursive: true });
  }
}

/**
 * Starts local AWS, Prometheus where it is installed, and the portal, each when what it needs answers.
 * `folder` takes everything that is written. Nothing is left running when it throws.
 */
export async function startLocalStack(options) {
  const { toolchain, prerequisites, ports, folder, signal } = options;
  await ensureMoto(prerequisites.moto);
  prepareFolder(folder);
  const processes = new ChildProcesses(path.join(folder, 'logs'));
  const common = { processes, toolchain, folder };
  const portalUrl = `http://127.0.0.1:${ports.portal}`;
  const awsUrl = `http://127.0.0.1:${ports.aws}`;
  let portal;
  try {
    step(`Starting local AWS on ${awsUrl}…`);
    const { moto, prometheus: program } = prerequisites;
    const aws = startAws({ ...common, moto, port: ports.aws });
    if (program) {
      startPrometheus({ ...common, program, port: ports.prometheus });
    } else {
      step('Prometheus is not installed: the metrics facet will say so.');
    }
    await untilReady(aws, signal);
    step('Starting the portal…');
    portal = startPortal({ ...common, ports });
    await untilReady(portal, signal);
    if (!signal.aborted) {
      await untilTemplatesKnown({ portalUrl, signal });
    }
  } catch (error) {
    await processes.stop();
    throw error;
  }
  return {
    portalUrl,
    awsUrl,
    stop: () => processes.stop(),

    /** Ends the portal and starts it with empty caches and an empty database; AWS stays as it is. */
    async restartPortal() {
      await processes.stopOne(portal.entry);
      portal = startPortal({ ...common, ports });
      await untilReady(portal, signal);
    },

    /** Resolves on the signal; throws when one of the processes ends by itself. */
    async untilEnded(stopSignal) {
      const stopped = new Promise(resolve => {
        stopSignal.addEventListener('abort', () => resolve(undefined));
      });
      const ended = await Promise.race([stopped, processes.firstEnded()]);
      if (ended) {
        throw endOf(ended);
      }
    },
  };
}
