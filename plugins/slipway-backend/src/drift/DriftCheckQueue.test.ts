import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ProblemError } from '../problems';
import { DriftCheckQueue } from './DriftCheckQueue';
import { DriftCheckStore } from './DriftCheckStore';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const key = (stack: string) => ({ environment: 'local', stack });
const clean = {
  checkedAt: '2026-11-23T12:00:00.000Z',
  durationMs: 5,
  complete: true,
  findings: [],
  serial: 7,
};

async function setUp(check: jest.Mock, notify = jest.fn()) {
  const knex = await databases.init('SQLITE_3');
  const store = await DriftCheckStore.create(mockServices.database({ knex }));
  const queue = DriftCheckQueue.create({
    store,
    checker: { check },
    environments: new Map(),
    concurrency: 2,
    notifier: { notify },
    logger: mockServices.logger.mock(),
  });
  return { store, queue };
}

describe('DriftCheckQueue', () => {
  it('checks what is asked for, at most two at a time, each once', async () => {
    let active = 0;
    let most = 0;
    const check = jest.fn(async () => {
      active += 1;
      most = Math.max(most, active);
      await new Promise(resolve => setTimeout(resolve, 20));
      active -= 1;
      return clean;
    });
    const { queue } = await setUp(check);
    const stacks = ['aaa', 'bbb', 'ccc', 'ddd', 'aaa'];
    for (const stack of stacks) {
      await queue.request(key(stack));
    }
    await queue.idle();
    expect(most).toBeLessThanOrEqual(2);
    expect(check).toHaveBeenCalledTimes(4);
    expect(await queue.read(key('ddd'))).toMatchObject({
      checking: false,
      lastCheck: clean,
    });
  });

  it('keeps the reason of a failure, and tries again soon', async () => {
    const problem = {
      code: 'unreachable' as const,
      message: 'm',
      remedy: 'r',
    };
    const { queue } = await setUp(
      jest.fn().mockRejectedValue(new ProblemError(problem)),
    );
    await queue.request(key('orders'));
    await queue.idle();
    const record = await queue.read(key('orders'));
    expect(record).toMatchObject({ checking: false, problem });
    const wait = Number(record.nextCheckAt) - Date.now();
    expect(wait).toBeLessThanOrEqual(5 * 60_000);
  });

  it('waits longer after every further failure, up to the interval', async () => {
    const { queue } = await setUp(
      jest.fn().mockRejectedValue(new Error('no answer')),
    );
    const minutes = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await queue.request(key('orders'));
      await queue.idle();
      const { nextCheckAt } = await queue.read(key('orders'));
      minutes.push(Math.round((Number(nextCheckAt) - Date.now()) / 60_000));
    }
    expect(minutes).toEqual([5, 10, 20, 40, 60, 60]);
  });

  it('does not wait long after an apply that overtook the check', async () => {
    const { queue } = await setUp(
      jest.fn().mockRejectedValue(
        new ProblemError({
          code: 'check-pending',
          message: 'm',
          remedy: 'r',
        }),
      ),
    );
    await queue.request(key('orders'));
    await queue.idle();
    const { nextCheckAt } = await queue.read(key('orders'));
    expect(Number(nextCheckAt) - Date.now()).toBeLessThanOrEqual(5_000);
  });

  it('tells once that drift began, and again after it was mended', async () => {
    const finding = {
      kind: 'configuration',
      address: 'aws_lb.main',
      action: 'update',
      masked: true,
    };
    const drifted = {
      ...clean,
      entityRef: 'component:default/orders',
      findings: [finding],
    };
    const explained = {
      ...clean,
      findings: [{ ...finding, explanation: 'autoscaling' }],
    };
    const check = jest.fn();
    const notify = jest.fn();
    const { queue } = await setUp(check, notify);
    const told = [];
    for (const outcome of [explained, drifted, drifted, clean, drifted]) {
      check.mockResolvedValueOnce(outcome);
      await queue.request(key('orders'));
      await queue.idle();
      told.push(notify.mock.calls.length);
    }
    expect(told).toEqual([0, 1, 1, 1, 2]);
    expect(notify).toHaveBeenCalledWith({
      key: key('orders'),
      entityRef: 'component:default/orders',
      findings: 1,
    });
  });

  it('puts a check back when the process stops', async () => {
    const check = jest.fn(
      (_key: unknown, signal: AbortSignal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    const { queue, store } = await setUp(check);
    await queue.request(key('orders'));
    while (check.mock.calls.length === 0) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await queue.stop();
    expect(await store.claim(new Date(), 1000)).toMatchObject(key('orders'));
  });
});
