// Run as a process of its own, with the path of an SQLite database: a portal in the middle of a drift check, for tests that
// kill it. It prints the folder of its check when it is there.
import { mockServices } from '@backstage/backend-test-utils';
import { createTemporaryFolder } from '@slipway/plugin-slipway-node';
import knexFactory from 'knex';
import { DriftCheckQueue, DriftCheckStore } from '../drift';

async function main(): Promise<void> {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: process.argv[2],
    useNullAsDefault: true,
  });
  const queue = DriftCheckQueue.create({
    store: await DriftCheckStore.create(mockServices.database({ knex })),
    checker: {
      check: async () => {
        const folder = await createTemporaryFolder('drift');
        process.stdout.write(`${folder}\n`);
        return new Promise(() => undefined);
      },
    },
    environments: new Map(),
    concurrency: 1,
    logger: mockServices.rootLogger(),
  });
  await queue.request({ environment: 'local', stack: 'orders' });
  // The promise above keeps no process alive.
  setInterval(() => undefined, 1_000);
}

main();
