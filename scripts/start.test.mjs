import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { findOnPath } from './lib/commands.mjs';
import { root } from './lib/paths.mjs';
import { findFreePorts, isPortFree } from './lib/ports.mjs';

const start = path.join(root, 'scripts/start.mjs');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-start-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A PATH with nothing but links to the named programs. */
function pathWith(...programs) {
  const bin = fs.mkdtempSync(path.join(folder, 'bin-'));
  for (const program of programs) {
    fs.symlinkSync(findOnPath(program), path.join(bin, program));
  }
  return bin;
}

function script(text) {
  const bin = fs.mkdtempSync(path.join(folder, 'bin-'));
  fs.writeFileSync(path.join(bin, 'terraform'), `#!/bin/sh\n${text}\n`, {
    mode: 0o755,
  });
  return bin;
}

function startWith(environment) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [start], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 60_000,
  });
  assert.equal(status, 1);
  assert.equal(stdout, '', 'something was started before the check');
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
  return stderr;
}

describe('npm start says in one sentence what is missing', () => {
  test('no terraform and no tofu', () => {
    assert.match(
      startWith({ PATH: pathWith('python3') }),
      /Neither terraform nor tofu is on PATH: install Terraform 1\.11/,
    );
  });

  test('a terraform that is too old', () => {
    assert.match(
      startWith({ PATH: script('echo "Terraform v1.5.7"') }),
      /terraform 1\.5 is too old: .* needs terraform 1\.11 or newer/,
    );
  });

  test('no python3', () => {
    assert.match(
      startWith({ PATH: pathWith('terraform') }),
      /python3 is not on PATH: install Python 3/,
    );
  });

  test('no moto and no pip', () => {
    const bin = script('echo "Terraform v1.11.4"');
    fs.writeFileSync(path.join(bin, 'python3'), '#!/bin/sh\nexit 1\n', {
      mode: 0o755,
    });
    assert.match(
      startWith({ PATH: bin }),
      /moto is not installed and python3 has no pip .*: install pip/,
    );
  });

  test('a port that is taken', async () => {
    const server = net.createServer();
    await new Promise(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address();
    // Another process checks while this one listens, so it must not block.
    const child = spawn(process.execPath, [start], {
      env: { ...process.env, SLIPWAY_AWS_PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let message = '';
    child.stderr.on('data', chunk => {
      message += chunk;
    });
    const code = await new Promise(resolve => {
      child.once('exit', resolve);
    });
    server.close();
    assert.equal(code, 1);
    assert.match(
      message,
      new RegExp(`Port ${port} is taken: .* set SLIPWAY_AWS_PORT`),
    );
  });
});

function processesOf(group) {
  const { stdout } = spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' });
  return stdout.split('\n').filter(line => line.includes(group));
}

test('npm start brings the portal up, and Ctrl-C ends every process', async () => {
  const [portal, aws, prometheus] = await findFreePorts(3);
  const local = path.join(folder, 'local');
  const child = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    env: {
      ...process.env,
      SLIPWAY_PORTAL_PORT: String(portal),
      SLIPWAY_AWS_PORT: String(aws),
      SLIPWAY_PROMETHEUS_PORT: String(prometheus),
      SLIPWAY_STATE_FOLDER: local,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise(resolve => {
    child.once('exit', resolve);
  });
  const ready = new Promise((resolve, reject) => {
    const read = chunk => {
      output += chunk;
      if (output.includes('Slipway is ready')) {
        resolve();
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(output)));
  });
  await ready;
  assert.match(output, new RegExp(`ready: http://127.0.0.1:${portal}`));
  const page = await fetch(`http://127.0.0.1:${portal}/`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<title>Slipway<\/title>/);
  assert.notEqual(processesOf(local).length, 0);

  // What a terminal does on Ctrl-C: the signal goes to the whole foreground group.
  process.kill(-child.pid, 'SIGINT');
  await ended;
  for (const port of [portal, aws, prometheus]) {
    assert.equal(await isPortFree(port), true, `port ${port} is still taken`);
  }
  assert.deepEqual(processesOf(local), []);
});
