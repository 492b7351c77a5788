import { memoizeCredentials } from './memoizeCredentials';

const HOUR = 60 * 60 * 1000;

function setUp(expiresAfterMs?: number) {
  let time = 0;
  const provider = jest.fn(async () => ({
    accessKeyId: 'AKIAEXAMPLE',
    secretAccessKey: 'secret',
    expiration:
      expiresAfterMs === undefined
        ? undefined
        : new Date(time + expiresAfterMs),
  }));
  const memoized = memoizeCredentials(provider, {
    maxAgeMs: 2 * HOUR,
    now: () => time,
  });
  return {
    provider,
    memoized,
    advance: (ms: number) => {
      time += ms;
    },
  };
}

describe('memoizeCredentials', () => {
  it('shares one flight among concurrent callers', async () => {
    const { provider, memoized } = setUp(HOUR);
    await Promise.all([memoized(), memoized(), memoized()]);
    await memoized();
    expect(provider).toHaveBeenCalledTimes(1);
  });

  it('renews five minutes before the credentials expire', async () => {
    const { provider, memoized, advance } = setUp(HOUR);
    await memoized();
    advance(HOUR - 6 * 60 * 1000);
    await memoized();
    expect(provider).toHaveBeenCalledTimes(1);
    advance(2 * 60 * 1000);
    await memoized();
    expect(provider).toHaveBeenCalledTimes(2);
  });

  it('bounds the age of credentials that never expire', async () => {
    const { provider, memoized, advance } = setUp();
    await memoized();
    advance(2 * HOUR);
    await memoized();
    expect(provider).toHaveBeenCalledTimes(2);
  });

  it('does not remember a failure', async () => {
    const { provider, memoized } = setUp(HOUR);
    provider.mockRejectedValueOnce(new Error('denied'));
    await expect(memoized()).rejects.toThrow('denied');
    await expect(memoized()).resolves.toMatchObject({
      accessKeyId: 'AKIAEXAMPLE',
    });
  });
});
