import fs from 'node:fs';
import path from 'node:path';
import { answerOf, findOnPath } from '../lib/commands.mjs';
import { PlainError } from '../lib/report.mjs';
import { commandLine } from './commandLine.mjs';

const SUITE = 'bookworm';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const CERTIFICATES_INSIDE = '/usr/local/share/stand-in-certificates.crt';

/** The Debian archives that this machine installs from: `[{ address, label }]`. */
function archives() {
  const answer =
    answerOf('apt-get', [
      'indextargets',
      '--format',
      '$(REPO_URI) $(LABEL)',
      'Created-By: Packages',
      'Origin: Debian',
    ]) ?? '';
  return answer
    .trim()
    .split('\n')
    .filter(Boolean)
    .map(line => line.split(' '))
    .map(([address, label]) => ({ address, label }));
}

function addressOf(label) {
  const found = archives().find(archive => archive.label === label);
  if (!found) {
    throw new PlainError(
      `apt names no archive of ${label}: without an image registry the base images are made from it. Run apt-get update, then the command again.`,
    );
  }
  return found.address;
}

/** What this machine's network asks of a program that fetches: its certificates and its package registry. */
function networkEnvironment(rootFolder) {
  const environment = {};
  if (fs.existsSync(CERTIFICATES)) {
    fs.copyFileSync(CERTIFICATES, path.join(rootFolder, CERTIFICATES_INSIDE));
    for (const name of [
      'NODE_EXTRA_CA_CERTS',
      'SSL_CERT_FILE',
      'PIP_CERT',
      'REQUESTS_CA_BUNDLE',
    ]) {
      environment[name] = CERTIFICATES_INSIDE;
    }
  }
  const registry = answerOf('npm', ['config', 'get', 'registry'])?.trim();
  if (registry) {
    environment.npm_config_registry = registry;
    environment.YARN_NPM_REGISTRY_SERVER = registry.replace(/\/+$/, '');
  }
  return environment;
}

/**
 * `debian:bookworm-slim` from the archive that this machine installs from. Needs root, as debootstrap does.
 */
export async function buildDebianBase({ engine, image, folder, label }) {
  if (process.getuid?.() !== 0 || !findOnPath('apt-get')) {
    throw new PlainError(
      `${image} cannot be pulled: let the machine reach an image registry, or run the command on Debian as root.`,
    );
  }
  if (!findOnPath('debootstrap')) {
    await commandLine(
      [
        'apt-get',
        'install',
        '-y',
        '-qq',
        '--no-install-recommends',
        'debootstrap',
      ],
      { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } },
    );
  }
  const rootFolder = path.join(folder, 'debian');
  const debian = addressOf('Debian');
  await commandLine([
    'debootstrap',
    '--variant=minbase',
    SUITE,
    rootFolder,
    debian,
  ]);
  fs.writeFileSync(
    path.join(rootFolder, 'etc/apt/sources.list'),
    [
      `deb ${debian} ${SUITE} main`,
      `deb ${debian} ${SUITE}-updates main`,
      `deb ${addressOf('Debian-Security')} ${SUITE}-security main`,
      '',
    ].join('\n'),
  );
  const environment = networkEnvironment(rootFolder);
  fs.rmSync(path.join(rootFolder, 'var/cache/apt/archives'), {
    recursive: true,
    force: true,
  });
  const file = path.join(folder, 'debian.tar');
  await commandLine(['tar', '-C', rootFolder, '-cf', file, '.']);
  await engine.docker([
    'import',
    ...Object.entries(environment).flatMap(([name, value]) => [
      '--change',
      `ENV ${name}=${value}`,
    ]),
    '--change',
    'CMD ["bash"]',
    '--change',
    `LABEL ${label}`,
    file,
    image,
  ]);
  fs.rmSync(rootFolder, { recursive: true, force: true });
  fs.rmSync(file, { force: true });
}
