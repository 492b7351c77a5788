import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import knexFactory from 'knex';

/** A database of each plugin's own, which is closed when the backend stops: Backstage's own service leaves those of SQLite open. */
export const memoryDatabase = () =>
  createServiceFactory({
    service: coreServices.database,
    deps: { lifecycle: coreServices.lifecycle },
    factory: ({ lifecycle }) => {
      const knex = knexFactory({
        client: 'better-sqlite3',
        connection: ':memory:',
        useNullAsDefault: true,
        pool: { min: 1, max: 1 },
      });
      lifecycle.addShutdownHook(() => knex.destroy());
      return mockServices.database({ knex });
    },
  });
