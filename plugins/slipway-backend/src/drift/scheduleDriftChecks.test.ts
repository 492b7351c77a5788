import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { readEnvironments } from '@slipway/plugin-slipway-node';
import { DriftCheckStore } from './DriftCheckStore';
import { queueDueChecks } from './scheduleDriftChecks';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const noon = new Date(Date.UTC(2026, 10, 23, 12));
const environment = { accountId: '123456789012', region: 'eu-central-1' };

describe('queueDueChecks', () => {
  it('queues a new stack at once, though another environment cannot be asked', async () => {
    const knex = await databases.init('SQLITE_3');
    const store = await DriftCheckStore.create(mockServices.database({ knex }));
    await queueDueChecks(
      {
        environments: readEnvironments(
          new ConfigReader({
            slipway: {
              environments: {
                broken: { ...environment, prefix: 'broken' },
                local: environment,
              },
            },
          }),
        ),
        store,
        sourceOf: name => ({
          listServiceStacks: async () => {
            if (name === 'broken') {
              throw new Error('no answer');
            }
            return ['orders', 'billing'];
          },
        }),
        logger: mockServices.logger.mock(),
        retentionDays: 1,
      },
      noon,
    );
    for (const stack of ['orders', 'billing']) {
      expect(await store.read({ environment: 'local', stack })).toMatchObject({
        checking: true,
      });
    }
  });
});
