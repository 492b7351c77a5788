import { ServerClock } from './ServerClock';

const BROWSER = Date.parse('2026-01-10T12:00:00Z');

describe('ServerClock', () => {
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(BROWSER);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  function clockTold(...dates: (string | undefined)[]) {
    const clock = ServerClock.create();
    for (const date of dates) {
      clock.observe({ headers: new Headers(date ? { date } : {}) } as Response);
    }
    return clock.now() - BROWSER;
  }

  it.each([
    ['no answer', [], 0],
    ['an answer that tells no time', [undefined], 0],
    ['an answer that tells nonsense', ['yesterday'], 0],
    ['an answer that was under way', ['Sat, 10 Jan 2026 11:59:55 GMT'], 0],
    ['a browser that is late', ['Sat, 10 Jan 2026 13:00:00 GMT'], 3_600_000],
    ['a browser that is early', ['Sat, 10 Jan 2026 11:00:00 GMT'], -3_600_000],
    [
      'a clock that was set right meanwhile',
      ['Sat, 10 Jan 2026 13:00:00 GMT', 'Sat, 10 Jan 2026 12:00:01 GMT'],
      0,
    ],
  ])('after %s', (_, dates, offset) => {
    expect(clockTold(...dates)).toBe(offset);
  });

  it('keeps what it was told by an earlier answer', () => {
    expect(clockTold('Sat, 10 Jan 2026 13:00:00 GMT', undefined)).toBe(
      3_600_000,
    );
  });
});
