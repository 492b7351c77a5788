import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { mockServices } from '@backstage/backend-test-utils';
import { endAbandonedWork } from '@slipway/plugin-slipway-node';
import knexFactory, { type Knex } from 'knex';
import { DriftCheckQueue } from './DriftCheckQueue';
import { DriftCheckStore } from './DriftCheckStore';

jest.setTimeout(120_000);

const key = { environment: 'local', stack: 'orders' };
const PROGRAM = join(__dirname, '../__testUtils__/checkingProcess.ts');

describe('a process that is killed during a check', () => {
  let folder: string;
  let knex: Knex;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-test-'));
  });

  afterEach(async () => {
    await knex?.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves a database that the next one continues, and nothing on the disk', async () => {
    const database = join(folder, 'slipway.sqlite');
    const child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        PROGRAM,
        database,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = new Promise(resolve => child.once('exit', resolve));
    const [checkFolder] = await new Promise<string[]>(resolve => {
      createInterface({ input: child.stdout }).on('line', line =>
        line.includes('slipway-drift-') ? resolve([line]) : undefined,
      );
    });
    child.kill('SIGKILL');
    await ended;

    knex = knexFactory({
      client: 'better-sqlite3',
      connection: database,
      useNullAsDefault: true,
    });
    expect(await knex.raw('pragma integrity_check')).toEqual([
      { integrity_check: 'ok' },
    ]);
    const store = await DriftCheckStore.create(mockServices.database({ knex }));
    // Until the claim runs out the check may still be under way elsewhere.
    expect(await store.read(key)).toMatchObject({
      checking: true,
      interrupted: false,
    });
    const later = new Date(Date.now() + 61_000);
    expect(await store.read(key, later)).toMatchObject({ interrupted: true });

    const logger = mockServices.logger.mock();
    const check = jest.fn(async () => ({
      checkedAt: later.toISOString(),
      durationMs: 5,
      complete: true,
      findings: [],
      serial: 7,
    }));
    const queue = DriftCheckQueue.create({
      store,
      checker: { check },
      environments: new Map(),
      concurrency: 2,
      logger,
      now: () => later,
    });
    queue.work();
    await queue.idle();
    expect(check).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      'The drift check of orders in local was interrupted: the process that ran it ended. It is made again',
    );
    expect(await store.read(key, later)).toMatchObject({
      checking: false,
      interrupted: false,
      lastCheck: { serial: 7 },
    });

    expect(existsSync(checkFolder)).toBe(true);
    await endAbandonedWork({ logger });
    expect(existsSync(checkFolder)).toBe(false);
  });
});
