import { CallLimiter } from './CallLimiter';

const LIST = 'ecs:ListTasks';

async function granted(calls: Promise<void>[], work: () => Promise<unknown>) {
  const done = new Set<number>();
  calls.forEach((call, index) => call.then(() => done.add(index)));
  await work();
  return done.size;
}

describe('CallLimiter', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const passing = (ms: number) => async () => jest.advanceTimersByTimeAsync(ms);

  it('lets through half of what ECS allows at once, then half of what it allows in a second', async () => {
    const limiter = CallLimiter.create();
    const calls = Array.from({ length: 100 }, () => limiter.take(LIST));
    expect(await granted(calls, passing(0))).toBe(50);
    expect(await granted(calls, passing(2_000))).toBe(70);
  });

  it('counts actions that share a bucket together, and others apart', async () => {
    const limiter = CallLimiter.create();
    const tasks = Array.from({ length: 60 }, (_, index) =>
      limiter.take(index % 2 ? LIST : 'ecs:DescribeTasks'),
    );
    const services = [limiter.take('ecs:DescribeServices')];
    const others = Array.from({ length: 300 }, () =>
      limiter.take('s3:GetObject'),
    );
    expect(await granted(tasks, passing(0))).toBe(50);
    expect(await granted(services, passing(0))).toBe(1);
    expect(await granted(others, passing(0))).toBe(300);
  });

  it('starts from an empty bucket after AWS throttled', async () => {
    const limiter = CallLimiter.create();
    limiter.stepBack(LIST);
    const calls = [limiter.take(LIST), limiter.take(LIST)];
    expect(await granted(calls, passing(50))).toBe(0);
    expect(await granted(calls, passing(60))).toBe(1);
  });

  it('lets a batch wait until those before it had their turn', async () => {
    const limiter = CallLimiter.create();
    const calls = Array.from({ length: 60 }, () => limiter.take(LIST));
    const turn = [limiter.turn('ecs:DescribeTasks')];
    expect(await granted(turn, passing(900))).toBe(0);
    expect(await granted(turn, passing(200))).toBe(1);
    expect(await granted(calls, passing(0))).toBe(60);
  });

  it('refuses a call whose turn would come after half a minute', async () => {
    const limiter = CallLimiter.create();
    const calls = Array.from({ length: 340 }, () => limiter.take(LIST));
    const tooMany = Promise.all(
      Array.from({ length: 20 }, () => limiter.take(LIST)),
    );
    await expect(tooMany).rejects.toMatchObject({
      problem: { code: 'throttled' },
    });
    // Half a minute brings 300 to the 50 that may go at once.
    expect(await granted(calls, passing(30_000))).toBe(340);
  });
});
