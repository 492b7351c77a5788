import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFreePorts } from '../lib/ports.mjs';

const USER = 'service';
const PASSWORD = 'only-for-this-test';

// PostgreSQL refuses to run as root.
function asOtherUser(words) {
  return process.getuid?.() === 0
    ? ['runuser', '-u', 'nobody', '--', ...words]
    : words;
}

function runOnce(words) {
  const [program, ...args] = asOtherUser(words);
  const result = spawnSync(program, args, { encoding: 'utf8' });
  if (result.status !== 0) {
    throw new Error(`${words[0]} failed: ${result.stderr || result.error}`);
  }
}

async function untilReady(bin, port) {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const { status } = spawnSync(path.join(bin, 'pg_isready'), [
      '-q',
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
    ]);
    if (status === 0) {
      return;
    }
    await new Promise(resolve => {
      setTimeout(resolve, 250);
    });
  }
  throw new Error('PostgreSQL did not become ready within 30 s');
}

/**
 * A PostgreSQL of its own on a free port, from the program `postgres` (the path of the real one, not of a wrapper:
 * its sister programs lie beside it). Call `stop` when done.
 */
export async function startTemporaryPostgres(postgres) {
  const bin = path.dirname(fs.realpathSync(postgres));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-postgres-'));
  fs.chmodSync(folder, 0o777);
  const data = path.join(folder, 'data');
  const passwordFile = path.join(folder, 'password');
  fs.writeFileSync(passwordFile, PASSWORD);
  runOnce([
    path.join(bin, 'initdb'),
    '-D',
    data,
    '-U',
    USER,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
  ]);
  const [port] = await findFreePorts(1);
  const [program, ...args] = asOtherUser([
    path.join(bin, 'postgres'),
    '-D',
    data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    folder,
  ]);
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = new Promise(resolve => {
    child.once('exit', resolve);
  });
  await untilReady(bin, port);
  return {
    url: `jdbc:postgresql://127.0.0.1:${port}/postgres`,
    connectionString: `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`,
    user: USER,
    password: PASSWORD,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
