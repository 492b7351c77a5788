import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { randomUUID } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { freePort } from '../moto/freePort';
import type { PostgresBinaries } from './postgresBinaries';

const run = promisify(execFile);
const START_TIMEOUT_MS = 30_000;
/** RDS keeps the superuser to itself; the master user only administers. */
const SUPERUSER = 'rdsadmin';

/** The master user of a database instance. */
export interface MasterUser {
  name: string;
  password: string;
}

/** What a server is started from. */
export interface PostgresServerOptions {
  binaries: PostgresBinaries;
  /** A folder of the server's own; it is made, and removed by `stop`. */
  directory: string;
  master: MasterUser;
  /** Database to create for the master user. */
  database?: string;
}

/** One PostgreSQL process on a free loopback port, with the users that RDS would make. */
export class PostgresServer {
  readonly port: number;
  /** Major and minor version, for example `17.10`. */
  readonly version: string;
  readonly #directory: string;
  readonly #child: ChildProcess;
  readonly #adminPassword: string;

  private constructor(options: {
    port: number;
    version: string;
    directory: string;
    child: ChildProcess;
    adminPassword: string;
  }) {
    this.port = options.port;
    this.version = options.version;
    this.#directory = options.directory;
    this.#child = options.child;
    this.#adminPassword = options.adminPassword;
  }

  /** Initialises a new cluster and waits until it answers. */
  static async start(options: PostgresServerOptions): Promise<PostgresServer> {
    const { binaries, directory, master, database } = options;
    const owner = await serverUser();
    const data = join(directory, 'data');
    const passwordFile = join(directory, 'password');
    const adminPassword = randomUUID();
    await mkdir(directory, { recursive: true });
    await writeFile(passwordFile, adminPassword, { mode: 0o600 });
    if (owner) {
      await chown(directory, owner.uid, owner.gid);
      await chown(passwordFile, owner.uid, owner.gid);
    }
    const settings = { ...owner, cwd: directory, env: {} };
    const { initdb, postgres } = binaries;
    await run(
      initdb,
      [
        ...['-D', data, '-U', SUPERUSER, '--pwfile', passwordFile],
        ...['-A', 'scram-sha-256', '-E', 'UTF8', '--no-locale', '--no-sync'],
      ],
      settings,
    );
    await rm(passwordFile);
    const { stdout } = await run(postgres, ['--version'], settings);
    const port = await freePort();
    const child = spawn(
      postgres,
      [
        ...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-F'],
        ...['-c', 'unix_socket_directories='],
      ],
      { ...settings, stdio: 'ignore' },
    );
    const server = new PostgresServer({
      port,
      version: /[\d.]+/.exec(stdout)?.[0] ?? '',
      directory,
      child,
      adminPassword,
    });
    try {
      await server.#untilReady();
      await server.#createMaster(master, database);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Gives the master user another password. */
  async setPassword(master: MasterUser): Promise<void> {
    await this.#query(
      `ALTER ROLE ${escapeIdentifier(master.name)} PASSWORD ${escapeLiteral(
        master.password,
      )}`,
    );
  }

  /** Ends the process and removes its data. */
  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit');
      // "Immediate shutdown": the data is thrown away anyway.
      this.#child.kill('SIGQUIT');
      await exited;
    }
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #createMaster(master: MasterUser, database?: string): Promise<void> {
    const name = escapeIdentifier(master.name);
    await this.#query(
      `CREATE ROLE ${name} LOGIN CREATEDB CREATEROLE PASSWORD ${escapeLiteral(
        master.password,
      )}`,
    );
    if (database) {
      await this.#query(
        `CREATE DATABASE ${escapeIdentifier(database)} OWNER ${name}`,
      );
    }
  }

  async #untilReady(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      try {
        await this.#query('SELECT 1');
        return;
      } catch (error) {
        if (this.#child.exitCode !== null || Date.now() > deadline) {
          throw error;
        }
        await sleep(100);
      }
    }
  }

  async #query(text: string): Promise<void> {
    const client = new Client({
      host: '127.0.0.1',
      port: this.port,
      user: SUPERUSER,
      password: this.#adminPassword,
      database: 'postgres',
    });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }
}

/** PostgreSQL refuses to run as root: then it runs as the user that owns nothing. */
async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async flag => {
      const { stdout } = await run('id', [flag, 'nobody']);
      return Number(stdout.trim());
    }),
  );
  return { uid, gid };
}
