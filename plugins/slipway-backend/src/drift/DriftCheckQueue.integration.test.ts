import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import knexFactory, { type Knex } from 'knex';
import { DriftCheckQueue } from './DriftCheckQueue';
import { DriftCheckStore } from './DriftCheckStore';

jest.setTimeout(120_000);

const STACKS = 60;
const PROCESSES = 3;

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

// PostgreSQL refuses to run as root.
function asOtherUser(words: string[]): [string, string[]] {
  const [program, ...args] =
    process.getuid?.() === 0
      ? ['runuser', '-u', 'nobody', '--', ...words]
      : words;
  return [program, args];
}

describe('replicas on PostgreSQL', () => {
  let folder: string;
  let postgres: ChildProcess;
  let port: number;
  const connections: Knex[] = [];

  function connect(): Knex {
    const knex = knexFactory({
      client: 'pg',
      connection: {
        host: '127.0.0.1',
        port,
        user: 'slipway',
        database: 'postgres',
      },
      pool: { min: 0, max: 5 },
    });
    connections.push(knex);
    return knex;
  }

  beforeAll(async () => {
    const program = process.env.SLIPWAY_TEST_POSTGRES;
    if (!program) {
      throw new Error(
        'SLIPWAY_TEST_POSTGRES names no PostgreSQL: run the tests with `npm test`, which sets it',
      );
    }
    folder = mkdtempSync(join(tmpdir(), 'slipway-test-'));
    chmodSync(folder, 0o777);
    const data = join(folder, 'data');
    const [initdb, initArgs] = asOtherUser([
      join(dirname(program), 'initdb'),
      '-D',
      data,
      '-U',
      'slipway',
      '--auth=trust',
    ]);
    const made = spawnSync(initdb, initArgs, { encoding: 'utf8' });
    if (made.status !== 0) {
      throw new Error(`initdb failed: ${made.stderr}`);
    }
    port = await findFreePort();
    const [command, args] = asOtherUser([
      program,
      '-D',
      data,
      '-p',
      String(port),
      '-h',
      '127.0.0.1',
      '-k',
      folder,
    ]);
    postgres = spawn(command, args, { stdio: 'ignore' });
    const probe = connect();
    for (let attempt = 0; ; attempt += 1) {
      try {
        await probe.raw('select 1');
        break;
      } catch (error) {
        if (attempt > 100) {
          throw error;
        }
        await new Promise(resolve => setTimeout(resolve, 200));
      }
    }
  });

  afterAll(async () => {
    await Promise.all(connections.map(knex => knex.destroy()));
    const ended = new Promise(resolve => postgres.once('exit', resolve));
    postgres.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  async function createReplica(check: (stack: string) => Promise<void>) {
    const store = await DriftCheckStore.create(
      mockServices.database({ knex: connect() }),
    );
    const queue = DriftCheckQueue.create({
      store,
      checker: {
        check: async ({ stack }) => {
          await check(stack);
          return {
            checkedAt: new Date().toISOString(),
            durationMs: 5,
            complete: true,
            findings: [],
            serial: 7,
          };
        },
      },
      environments: new Map(),
      concurrency: PROCESSES,
      logger: mockServices.logger.mock(),
    });
    return { store, queue };
  }

  it('share the queue: no stack is checked twice, and each does its part', async () => {
    const checked: { replica: string; stack: string }[] = [];
    const running: Record<string, number> = { first: 0, second: 0 };
    const most = { alone: 0, together: 0 };
    const replicaOf = (replica: string) =>
      createReplica(async stack => {
        checked.push({ replica, stack });
        running[replica] += 1;
        most.alone = Math.max(most.alone, running[replica]);
        most.together = Math.max(most.together, running.first + running.second);
        await new Promise(resolve => setTimeout(resolve, 20));
        running[replica] -= 1;
      });
    const first = await replicaOf('first');
    const second = await replicaOf('second');
    const stacks = Array.from(
      { length: STACKS },
      (_, index) => `service-${index}`,
    );
    await first.store.sync('local', stacks, new Date());
    await first.store.enqueueDue(new Date());

    first.queue.work();
    second.queue.work();
    await Promise.all([first.queue.idle(), second.queue.idle()]);

    expect(checked.map(({ stack }) => stack).sort()).toEqual(stacks.sort());
    for (const name of ['first', 'second']) {
      const share = checked.filter(({ replica }) => replica === name).length;
      expect(share).toBeGreaterThan(STACKS / 4);
    }
    // Each keeps to its own bound, and two of them have twice as many under way.
    expect(most).toEqual({ alone: PROCESSES, together: 2 * PROCESSES });
  });

  it('do not wait for a row that another one is claiming', async () => {
    const replica = await createReplica(async () => undefined);
    const other = connect();
    const now = new Date();
    await replica.store.sync('local', ['held', 'free'], now);
    await replica.store.enqueue(
      { environment: 'local', stack: 'held' },
      { requested: true, now },
    );
    await replica.store.enqueue(
      { environment: 'local', stack: 'free' },
      { requested: false, now },
    );
    const claim = await other.transaction(async trx => {
      await trx('drift_checks').where({ stack: 'held' }).forUpdate();
      return replica.store.claim(now, 60_000);
    });
    expect(claim).toMatchObject({ stack: 'free' });
  });
});
