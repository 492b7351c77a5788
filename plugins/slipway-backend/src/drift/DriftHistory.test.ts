import {
  mockServices,
  type TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { DriftCheckStore } from './DriftCheckStore';
import { DriftHistory } from './DriftHistory';

jest.setTimeout(60_000);

const key = { environment: 'local', stack: 'orders' };
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 12, minutes));
const count: DriftFinding = {
  kind: 'configuration',
  address: 'aws_ecs_service.main[0]',
  attribute: 'desired_count',
  action: 'update',
  declared: '2',
  actual: '5',
  masked: false,
};
const gone: DriftFinding = {
  kind: 'configuration',
  address: 'aws_cloudwatch_log_group.main',
  action: 'create',
  masked: false,
};

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

async function createHistory(id: TestDatabaseId) {
  const knex = await databases.init(id);
  await DriftCheckStore.create(mockServices.database({ knex }));
  const history = DriftHistory.create(knex);
  const record = (
    minutes: number,
    findings: DriftFinding[],
    complete: boolean = true,
  ) =>
    history.record(key, {
      checkedAt: at(minutes).toISOString(),
      durationMs: 5,
      complete,
      findings,
    });
  return { history, record };
}

describe.each(databases.eachSupportedId())('DriftHistory on %s', id => {
  it('says when each finding began and ended', async () => {
    const { history, record } = await createHistory(id);
    await record(0, [count]);
    await record(10, [{ ...count, actual: '6' }, gone]);
    await record(20, [gone]);
    expect(await history.read(key)).toEqual([
      {
        kind: 'configuration',
        address: gone.address,
        attribute: undefined,
        began: at(10),
        lastSeen: at(20),
        ended: undefined,
      },
      {
        kind: 'configuration',
        address: count.address,
        attribute: 'desired_count',
        began: at(0),
        lastSeen: at(10),
        ended: at(20),
      },
    ]);
  });

  it('begins anew what comes back', async () => {
    const { history, record } = await createHistory(id);
    await record(0, [count]);
    await record(10, []);
    await record(20, [count]);
    expect(await history.read(key)).toMatchObject([
      { began: at(20), ended: undefined },
      { began: at(0), ended: at(10) },
    ]);
  });

  it('ends nothing that a partial check did not see', async () => {
    const { history, record } = await createHistory(id);
    await record(0, [count]);
    await record(10, [], false);
    expect(await history.read(key)).toMatchObject([
      { lastSeen: at(0), ended: undefined },
    ]);
  });

  it('leaves noise out', async () => {
    const { history, record } = await createHistory(id);
    await record(0, [{ ...count, kind: 'state-only' }]);
    expect(await history.read(key)).toEqual([]);
  });

  it('drops what ended long ago, never what stands', async () => {
    const { history, record } = await createHistory(id);
    await record(0, [count, gone]);
    await record(10, [gone]);
    await history.prune(at(10));
    expect(await history.read(key)).toHaveLength(2);
    await history.prune(at(11));
    expect(await history.read(key)).toMatchObject([{ ended: undefined }]);
  });

  it('bears a check with very many findings', async () => {
    const { history, record } = await createHistory(id);
    const many = Array.from({ length: 500 }, (_, index) => ({
      ...count,
      attribute: `attribute_${index}`,
    }));
    await record(0, many);
    await record(10, []);
    expect(await history.read(key)).toHaveLength(50);
  });
});
