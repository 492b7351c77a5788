import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { PlainError, step } from './report.mjs';

const APP_SOURCES = [
  'packages/app',
  'plugins/slipway',
  'plugins/slipway-common',
  'yarn.lock',
];
const NOT_SOURCES = new Set([
  'node_modules',
  'dist',
  'dist-types',
  'e2e-tests',
]);

function* filesBelow(target) {
  if (!fs.statSync(target).isDirectory()) {
    yield target;
    return;
  }
  for (const entry of fs.readdirSync(target, { withFileTypes: true })) {
    if (!NOT_SOURCES.has(entry.name)) {
      yield* filesBelow(path.join(target, entry.name));
    }
  }
}

function fingerprint(targets) {
  const hash = createHash('sha256');
  for (const target of targets) {
    for (const file of [...filesBelow(path.join(root, target))].sort()) {
      hash.update(path.relative(root, file)).update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Does the work only when what it is made from has changed since it last succeeded. */
async function whenChanged({ stamp, sources, work }) {
  const now = fingerprint(sources);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === now) {
    return;
  }
  await work();
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, now);
}

/** `yarn install`, when yarn.lock or a package.json changed. */
export async function installDependencies(toolchain) {
  const manifests = ['packages', 'plugins'].flatMap(folder =>
    fs
      .readdirSync(path.join(root, folder))
      .map(name => path.join(folder, name, 'package.json'))
      .filter(file => fs.existsSync(path.join(root, file))),
  );
  await whenChanged({
    stamp: path.join(root, 'node_modules', '.slipway-install'),
    sources: ['package.json', 'yarn.lock', '.yarnrc.yml', ...manifests],
    work: async () => {
      step('Installing packages…');
      // Yarn can lose a race in its own network retries: a second run then goes through.
      const install = () => toolchain.run('yarn', ['install', '--immutable']);
      const code = (await install()) && (await install());
      if (code !== 0) {
        throw new PlainError(
          `yarn install ended with code ${code}: read its lines above, then run the command again.`,
        );
      }
    },
  });
}

/** The production build of the portal's frontend, when its sources changed. */
export async function buildApp(toolchain) {
  await whenChanged({
    stamp: path.join(root, 'packages/app/dist/.slipway-build'),
    sources: APP_SOURCES,
    work: async () => {
      step('Building the portal…');
      // Hundreds of lines of file sizes would hide the one URL that matters.
      const { code, output } = await toolchain.runQuietly('yarn', [
        'workspace',
        'app',
        'build',
      ]);
      if (code !== 0) {
        throw new PlainError(
          `The portal could not be built: yarn ended with code ${code}. Its lines:\n${output}`,
        );
      }
    },
  });
}
