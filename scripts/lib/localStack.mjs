import fs from 'node:fs';
import path from 'node:path';
import { ChildProcesses } from './ChildProcesses.mjs';
import { ensureMoto } from './moto.mjs';
import { root } from './paths.mjs';
import { PlainError, step } from './report.mjs';

const transpile = [
  '--enable-source-maps',
  '--require',
  '@backstage/cli/config/nodeTransform.cjs',
];
const READY_TIMEOUT_MS = 180_000;

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

function lastLines(file) {
  return fs
    .readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-15)
    .join('\n');
}

/** Waits until a process answers, and says what it wrote last when it ends instead. */
async function untilReady({ entry, url, signal }) {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!signal.aborted && !(await answers(url))) {
    if (entry.failure) {
      throw new PlainError(
        `${entry.name} ${entry.failure}. Its last lines:\n${lastLines(
          entry.logFile,
        )}`,
      );
    }
    if (Date.now() > deadline) {
      throw new PlainError(
        `${entry.name} did not answer within ${
          READY_TIMEOUT_MS / 1000
        } s. Its last lines:\n${lastLines(entry.logFile)}`,
      );
    }
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
  for (const name of [
    'repositories',
    'aws',
    'logs',
    'prometheus',
    'cache',
    'work',
  ]) {
    fs.mkdirSync(path.join(folder, name), { recursive: true });
  }
}

function prometheusSettings(targets) {
  return `global:
  scrape_interval: 5s
scrape_configs:
  - job_name: ecs
    file_sd_configs:
      - files: [${JSON.stringify(targets)}]
        refresh_interval: 5s
`;
}

function startPrometheus({ processes, program, folder, port }) {
  const settings = path.join(folder, 'prometheus', 'prometheus.yml');
  fs.writeFileSync(
    settings,
    prometheusSettings(path.join(folder, 'aws', 'targets.json')),
  );
  return processes.start('prometheus', [
    program,
    `--config.file=${settings}`,
    `--storage.tsdb.path=${path.join(folder, 'prometheus', 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
}

/**
 * Starts local AWS, Prometheus where it is installed, and the portal, each when what it needs answers.
 * `folder` takes everything that is written. Nothing is left running when it throws.
 */
export async function startLocalStack({
  toolchain,
  prerequisites,
  ports,
  folder,
  signal,
}) {
  await ensureMoto(prerequisites.moto);
  prepareFolder(folder);
  const processes = new ChildProcesses(path.join(folder, 'logs'));
  const portalUrl = `http://127.0.0.1:${ports.portal}`;
  const awsUrl = `http://127.0.0.1:${ports.aws}`;
  try {
    step(`Starting local AWS on ${awsUrl}…`);
    const aws = processes.start(
      'local-aws',
      [toolchain.node, ...transpile, 'src/cli.ts'],
      {
        cwd: path.join(root, 'packages/local-aws'),
        env: {
          ...prerequisites.moto.environment(toolchain.environment),
          LOCAL_AWS_PORT: String(ports.aws),
          LOCAL_AWS_DATA: path.join(folder, 'aws'),
        },
      },
    );
    if (prerequisites.prometheus) {
      startPrometheus({
        processes,
        program: prerequisites.prometheus,
        folder,
        port: ports.prometheus,
      });
    } else {
      step('Prometheus is not installed: the metrics facet will say so.');
    }
    await untilReady({ entry: aws, url: `${awsUrl}/_local/calls`, signal });

    step('Starting the portal…');
    const portal = processes.start(
      'portal',
      [
        toolchain.node,
        ...transpile,
        'src',
        '--config',
        path.join(root, 'app-config.yaml'),
      ],
      {
        cwd: path.join(root, 'packages/backend'),
        env: {
          ...toolchain.environment,
          NODE_ENV: 'development',
          SLIPWAY_PORTAL_URL: portalUrl,
          SLIPWAY_PORTAL_PORT: String(ports.portal),
          SLIPWAY_AWS_ENDPOINT: awsUrl,
          SLIPWAY_PROMETHEUS_URL: `http://127.0.0.1:${ports.prometheus}`,
          SLIPWAY_LOCAL_FOLDER: folder,
        },
      },
    );
    await untilReady({
      entry: portal,
      url: `${portalUrl}/.backstage/health/v1/readiness`,
      signal,
    });
  } catch (error) {
    await processes.stop();
    throw error;
  }
  return {
    portalUrl,
    awsUrl,
    stop: () => processes.stop(),
    /** Resolves on the signal; throws when one of the processes ends by itself. */
    async untilEnded(stopSignal) {
      const stopped = new Promise(resolve => {
        stopSignal.addEventListener('abort', () => resolve(undefined));
      });
      const ended = await Promise.race([stopped, processes.firstEnded()]);
      if (ended) {
        throw new PlainError(
          `${ended.name} ${ended.failure}. Its last lines:\n${lastLines(
            ended.logFile,
          )}`,
        );
      }
    },
  };
}
