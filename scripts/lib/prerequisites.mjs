import { answerOf, findOnPath } from './commands.mjs';
import { findMoto } from './moto.mjs';
import { isPortFree } from './ports.mjs';
import { PlainError } from './report.mjs';

const OLDEST_NODE = 18;
// The first releases whose S3 backend locks with an object of its own (`use_lockfile`).
const OLDEST = { terraform: [1, 11], tofu: [1, 10] };

const PORT_SETTINGS = {
  portal: 'SLIPWAY_PORTAL_PORT',
  aws: 'SLIPWAY_AWS_PORT',
  prometheus: 'SLIPWAY_PROMETHEUS_PORT',
};

/** `Terraform v1.11.4` → [1, 11]; undefined for anything else. */
export function parseVersion(text) {
  const match = /\bv(\d+)\.(\d+)\./.exec(text);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** Whether a version is the oldest that works, or newer. */
export function isNewEnough(version, [major, minor]) {
  return version[0] > major || (version[0] === major && version[1] >= minor);
}

function checkNode() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new PlainError(
      `Node ${process.versions.node} is too old even to fetch a newer one: install Node 24.`,
    );
  }
}

function findTerraform() {
  const name = ['terraform', 'tofu'].find(findOnPath);
  if (!name) {
    throw new PlainError(
      'Neither terraform nor tofu is on PATH: install Terraform 1.11 or OpenTofu 1.10, or newer.',
    );
  }
  const answer = answerOf(name, ['version'], {
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  const version = parseVersion(answer ?? '');
  if (!version || !isNewEnough(version, OLDEST[name])) {
    throw new PlainError(
      `${name} ${
        version ? `${version.join('.')} is too old` : 'does not say its version'
      }: Slipway locks state with an S3 object, which needs ${name} ${OLDEST[
        name
      ].join('.')} or newer.`,
    );
  }
  return name;
}

function findPython() {
  if (!findOnPath('python3')) {
    throw new PlainError(
      'python3 is not on PATH: install Python 3, which runs moto, the AWS of the local stack.',
    );
  }
}

async function checkPorts(ports) {
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isPortFree(port))) {
      throw new PlainError(
        `Port ${port} is taken: end what listens there, or set ${PORT_SETTINGS[name]} to another port.`,
      );
    }
  }
}

/**
 * Looks for everything that the local stack needs and cannot fetch by itself, before anything is started.
 * Throws a PlainError with one sentence for the first thing that is missing.
 */
export async function checkPrerequisites({ ports }) {
  checkNode();
  const terraform = findTerraform();
  findPython();
  const moto = findMoto();
  await checkPorts(ports);
  return { terraform, moto, prometheus: findOnPath('prometheus') };
}
