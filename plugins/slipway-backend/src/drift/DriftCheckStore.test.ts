import {
  mockServices,
  type TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { DriftCheckStore } from './DriftCheckStore';

jest.setTimeout(60_000);

const key = { environment: 'local', stack: 'orders' };
const other = { environment: 'local', stack: 'billing' };
const LEASE = 60_000;
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 12, minutes));
const check = {
  checkedAt: at(0).toISOString(),
  durationMs: 5,
  complete: true,
  findings: [],
  serial: 7,
};

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
});

async function createStore(id: TestDatabaseId) {
  const knex = await databases.init(id);
  const database = mockServices.database({ knex });
  return { store: await DriftCheckStore.create(database), database };
}

async function claimed(store: DriftCheckStore, now: Date) {
  const claim = await store.claim(now, LEASE);
  if (!claim) {
    throw new Error('There was nothing to claim');
  }
  return claim;
}

describe.each(databases.eachSupportedId())('DriftCheckStore on %s', id => {
  it('keeps what a check found, also for the next process', async () => {
    const { store, database } = await createStore(id);
    expect(await store.read(key)).toEqual({
      checking: false,
      interrupted: false,
      history: [],
    });
    expect(await store.enqueue(key, { requested: true, now: at(0) })).toBe(
      'queued',
    );
    const claim = await claimed(store, at(0));
    expect(await store.enqueue(key, { requested: true, now: at(0) })).toBe(
      'running',
    );
    await store.finish(claim, { check, nextCheckAt: at(60) });
    const next = await DriftCheckStore.create(database);
    expect(await next.read(key)).toEqual({
      checking: false,
      interrupted: false,
      lastCheck: check,
      problem: undefined,
      nextCheckAt: at(60),
      history: [],
    });
  });

  it('hands a check to one of several claimants, requested ones first', async () => {
    const { store } = await createStore(id);
    await store.enqueue(other, { requested: false, now: at(0) });
    await store.enqueue(key, { requested: true, now: at(1) });
    expect(await store.claim(at(2), LEASE)).toMatchObject(key);
    const claims = await Promise.all(
      [1, 2, 3].map(() => store.claim(at(2), LEASE)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('frees the check of a process that died, and ignores its late result', async () => {
    const { store } = await createStore(id);
    await store.enqueue(key, { requested: false, now: at(0) });
    const dead = await claimed(store, at(0));
    expect(await store.claim(at(0), LEASE)).toBeUndefined();
    expect(await store.read(key, at(0))).toMatchObject({ interrupted: false });
    expect(await store.read(key, at(5))).toMatchObject({ interrupted: true });
    const heir = await claimed(store, at(5));
    expect(heir).toMatchObject({ ...key, interrupted: true });
    const renewal = { now: at(5), leaseMs: LEASE };
    expect(await store.renew(dead, renewal)).toBe(false);
    expect(await store.renew(heir, { ...renewal, now: at(10) })).toBe(true);
    expect(await store.claim(at(10), LEASE)).toBeUndefined();
    await store.finish(dead, { check, nextCheckAt: at(60) });
    expect(await store.read(key)).toMatchObject({ checking: true });
    await store.release(heir);
    expect(await store.claim(at(5), LEASE)).toMatchObject(key);
  });

  it('keeps the last good check beside the reason of a failure', async () => {
    const { store } = await createStore(id);
    const problem = {
      code: 'terraform-failed' as const,
      message: 'm',
      remedy: 'r',
    };
    for (const outcome of [{ check }, { problem }]) {
      await store.enqueue(key, { requested: false, now: at(0) });
      const claim = await claimed(store, at(0));
      await store.finish(claim, { ...outcome, nextCheckAt: at(9) });
    }
    expect(await store.read(key)).toMatchObject({ lastCheck: check, problem });
  });

  it('counts failures in a row', async () => {
    const { store } = await createStore(id);
    const problem = { code: 'unreachable', message: 'm', remedy: 'r' } as const;
    for (const [outcome, failures] of [
      [{ problem }, 0],
      [{ problem }, 1],
      [{ check }, 2],
      [{ check }, 0],
    ] as const) {
      await store.enqueue(key, { requested: false, now: at(0) });
      const claim = await claimed(store, at(0));
      expect(claim.failures).toBe(failures);
      await store.finish(claim, { ...outcome, nextCheckAt: at(9) });
    }
  });

  it('queues what is due, new stacks at once, and forgets those that are gone', async () => {
    const { store } = await createStore(id);
    await store.sync('local', ['orders', 'billing'], at(0));
    await store.enqueueDue(at(0));
    expect(await store.read(key)).toMatchObject({ checking: true });
    const claim = await claimed(store, at(0));
    await store.finish(claim, { check, nextCheckAt: at(10) });
    await store.sync('local', [claim.stack], at(9));
    await store.enqueueDue(at(9));
    expect(await store.claim(at(9), LEASE)).toBeUndefined();
    await store.enqueueDue(at(10));
    expect(await store.claim(at(10), LEASE)).toMatchObject({
      stack: claim.stack,
    });
  });

  it('forgets environments that are no longer configured', async () => {
    const { store } = await createStore(id);
    await store.sync('local', ['orders'], at(0));
    await store.retainEnvironments(['local']);
    expect(await store.read(key)).toHaveProperty('nextCheckAt');
    await store.retainEnvironments(['prod']);
    expect(await store.read(key)).not.toHaveProperty('nextCheckAt');
  });
});
