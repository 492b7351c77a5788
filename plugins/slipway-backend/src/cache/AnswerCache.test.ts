import { mockServices } from '@backstage/backend-test-utils';
import { ProblemError } from '../problems';
import { AnswerCache } from './AnswerCache';

const throttled = new ProblemError({
  code: 'throttled',
  message: 'throttled',
  remedy: 'wait',
});
const gone = new ProblemError({
  code: 'not-found',
  message: 'gone',
  remedy: 'reconcile',
});

function setUp(load: jest.Mock) {
  return AnswerCache.create<{ id: string }, { n: number }>({
    subject: 'numbers',
    keyOf: key => key.id,
    load,
    ttl: 1000,
    failureTtl: 100,
    logger: mockServices.logger.mock(),
    now: () => new Date(Date.now()),
  });
}

describe('AnswerCache', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks once for concurrent readers and once within the time', async () => {
    const load = jest.fn(async () => ({ n: 1 }));
    const cache = setUp(load);
    const answers = await Promise.all([
      cache.get({ id: 'a' }),
      cache.get({ id: 'a' }),
      cache.get({ id: 'b' }),
    ]);
    await cache.get({ id: 'a' });
    expect(load).toHaveBeenCalledTimes(2);
    expect(answers[0]).toEqual({ value: { n: 1 }, at: expect.any(Date) });
  });

  it('hands out the old value with its age and the problem, and asks again soon', async () => {
    const load = jest
      .fn()
      .mockResolvedValueOnce({ n: 1 })
      .mockRejectedValueOnce(throttled)
      .mockResolvedValueOnce({ n: 2 });
    const cache = setUp(load);
    const first = await cache.get({ id: 'a' });
    jest.advanceTimersByTime(1100);
    expect(await cache.get({ id: 'a' })).toEqual({
      ...first,
      problem: throttled.problem,
    });
    await cache.get({ id: 'a' });
    expect(load).toHaveBeenCalledTimes(2);
    jest.advanceTimersByTime(200);
    expect(await cache.get({ id: 'a' })).toMatchObject({ value: { n: 2 } });
    expect(load).toHaveBeenLastCalledWith({ id: 'a' }, { n: 1 });
  });

  it('does not keep a reader who can be shown something waiting for a slow source', async () => {
    let arrive: (value: { n: number }) => void = () => {};
    const load = jest
      .fn()
      .mockResolvedValueOnce({ n: 1 })
      .mockReturnValueOnce(
        new Promise(resolve => {
          arrive = resolve;
        }),
      );
    const cache = setUp(load);
    const first = await cache.get({ id: 'a' });
    jest.advanceTimersByTime(1100);
    const [one, another] = [cache.get({ id: 'a' }), cache.get({ id: 'a' })];
    await jest.advanceTimersByTimeAsync(2_000);
    const stale = { ...first, problem: { code: 'timeout' } };
    expect(await one).toMatchObject(stale);
    expect(await another).toMatchObject(stale);
    arrive({ n: 2 });
    expect(await cache.get({ id: 'a' })).toMatchObject({ value: { n: 2 } });
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('waits longer where the old value vouches for nothing any more', async () => {
    const load = jest
      .fn()
      .mockResolvedValueOnce({ n: 1 })
      .mockReturnValueOnce(new Promise(() => {}));
    const cache = setUp(load);
    await cache.get({ id: 'a' });
    jest.advanceTimersByTime(61_000);
    const answered = jest.fn();
    const answer = cache.get({ id: 'a' }).then(answered);
    await jest.advanceTimersByTimeAsync(9_000);
    expect(answered).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1_000);
    await answer;
    expect(answered).toHaveBeenCalledWith(
      expect.objectContaining({ value: { n: 1 } }),
    );
  });

  it('drops the old value when the source says that it is gone', async () => {
    const load = jest
      .fn()
      .mockResolvedValueOnce({ n: 1 })
      .mockRejectedValueOnce(gone);
    const cache = setUp(load);
    await cache.get({ id: 'a' });
    jest.advanceTimersByTime(1100);
    expect(await cache.get({ id: 'a' })).toEqual({ problem: gone.problem });
  });

  it('keeps the text of an unforeseen error to the log', async () => {
    const cache = setUp(jest.fn().mockRejectedValue(new Error('secret')));
    const answer = await cache.get({ id: 'a' });
    expect(answer.problem?.code).toBe('unexpected-answer');
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});
