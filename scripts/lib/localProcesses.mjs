import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

// The sources run as they are: nothing but the frontend is built for the local stack.
const TRANSPILE = [
  '--enable-source-maps',
  '--require',
  '@backstage/cli/config/nodeTransform.cjs',
];

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

/** AWS: moto, and local-aws in front of it. Ready when `readyUrl` answers. */
export function startAws({ processes, toolchain, moto, port, folder }) {
  const entry = processes.start(
    'local-aws',
    [toolchain.node, ...TRANSPILE, 'src/cli.ts'],
    {
      cwd: path.join(root, 'packages/local-aws'),
      env: {
        ...moto.environment(toolchain.environment),
        LOCAL_AWS_PORT: String(port),
        LOCAL_AWS_DATA: path.join(folder, 'aws'),
      },
    },
  );
  return { entry, readyUrl: `http://127.0.0.1:${port}/_local/calls` };
}

/** Prometheus, which scrapes the tasks that the local ECS runs. */
export function startPrometheus({ processes, program, port, folder }) {
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

/** The portal: the backend, which serves the built frontend. Ready when `readyUrl` answers. */
export function startPortal({ processes, toolchain, ports, folder }) {
  const url = `http://127.0.0.1:${ports.portal}`;
  const entry = processes.start(
    'portal',
    [
      toolchain.node,
      ...TRANSPILE,
      'src',
      '--config',
      path.join(root, 'app-config.yaml'),
    ],
    {
      cwd: path.join(root, 'packages/backend'),
      env: {
        ...toolchain.environment,
        NODE_ENV: 'development',
        SLIPWAY_PORTAL_URL: url,
        SLIPWAY_PORTAL_PORT: String(ports.portal),
        SLIPWAY_AWS_ENDPOINT: `http://127.0.0.1:${ports.aws}`,
        SLIPWAY_PROMETHEUS_URL: `http://127.0.0.1:${ports.prometheus}`,
        SLIPWAY_LOCAL_FOLDER: folder,
      },
    },
  );
  return { entry, readyUrl: `${url}/.backstage/health/v1/readiness` };
}
