import fs from 'node:fs';
import path from 'node:path';
import { answerOf, findOnPath, run } from '../lib/commands.mjs';
import { PlainError, step } from '../lib/report.mjs';

const JAVA_FOLDER = '/usr/lib/jvm';
const POSTGRES_FOLDER = '/usr/lib/postgresql';

function findPostgres() {
  const onPath = findOnPath('postgres');
  if (onPath || !fs.existsSync(POSTGRES_FOLDER)) {
    return onPath;
  }
  return fs
    .readdirSync(POSTGRES_FOLDER)
    .map(version => path.join(POSTGRES_FOLDER, version, 'bin/postgres'))
    .filter(file => fs.existsSync(file))
    .sort()
    .at(-1);
}

// The older of the two Java versions that the template offers.
const OLDEST_JAVA = 21;

/** The newest JDK of this machine that is new enough: JAVA_HOME, or one of the distribution's. */
export function findJdk() {
  const homes = [
    process.env.JAVA_HOME,
    ...(fs.existsSync(JAVA_FOLDER)
      ? fs.readdirSync(JAVA_FOLDER).map(name => path.join(JAVA_FOLDER, name))
      : []),
  ].filter(home => home && fs.existsSync(path.join(home, 'bin/javac')));
  const major = home =>
    Number(
      /javac (\d+)/.exec(
        answerOf(path.join(home, 'bin/javac'), ['-version']) ?? '',
      )?.[1] ?? 0,
    );
  return homes
    .map(home => ({ home, major: major(home) }))
    .filter(jdk => jdk.major >= OLDEST_JAVA)
    .sort((a, b) => a.major - b.major)
    .at(-1);
}

/** What the tests run for real, where it is looked for, and the Debian package that brings it. */
const PROGRAMS = {
  chromium: {
    find: () => findOnPath('chromium') ?? findOnPath('google-chrome'),
    debian: 'chromium',
  },
  prometheus: {
    find: () => process.env.SLIPWAY_TEST_PROMETHEUS ?? findOnPath('prometheus'),
    debian: 'prometheus',
  },
  postgres: { find: findPostgres, debian: 'postgresql' },
  jdk: { find: findJdk, debian: 'openjdk-21-jdk-headless' },
};

function locate() {
  return Object.fromEntries(
    Object.entries(PROGRAMS).map(([name, { find }]) => [name, find()]),
  );
}

function missingIn(found) {
  return Object.keys(PROGRAMS).filter(name => !found[name]);
}

async function installOnDebian(missing) {
  const packages = missing.map(name => PROGRAMS[name].debian);
  step(`Installing ${packages.join(', ')}…`);
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  await run('apt-get', ['update', '-qq'], options);
  return run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
    options,
  );
}

/**
 * Chromium, Prometheus, PostgreSQL and a JDK (the generated service brings Maven): used where they are; on Debian as root the missing ones are
 * installed. Elsewhere a PlainError names them: no test is skipped in silence.
 */
export async function ensureTestPrograms() {
  let found = locate();
  let missing = missingIn(found);
  if (missing.length > 0) {
    const canInstall = process.getuid?.() === 0 && findOnPath('apt-get');
    if (canInstall) {
      await installOnDebian(missing);
      found = locate();
      missing = missingIn(found);
    }
    if (missing.length > 0) {
      throw new PlainError(
        `The tests run ${missing.join(
          ', ',
        )} for real and this machine has none: install ${missing
          .map(name => PROGRAMS[name].debian)
          .join(', ')} (names of Debian's packages), then run the tests again.`,
      );
    }
  }
  return {
    ...found,
    environment: {
      SLIPWAY_TEST_CHROMIUM: found.chromium,
      SLIPWAY_TEST_PROMETHEUS: found.prometheus,
      SLIPWAY_TEST_POSTGRES: found.postgres,
      SLIPWAY_TEST_JAVA_HOME: found.jdk.home,
      SLIPWAY_TEST_JAVA_VERSION: found.jdk.major >= 25 ? '25' : '21',
      // Backstage's database tests look for Docker otherwise.
      BACKSTAGE_TEST_DISABLE_DOCKER: '1',
    },
  };
}
