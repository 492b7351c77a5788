import { nextCheckAfter } from './checkSlots';

const HOUR = 60 * 60_000;
const now = new Date(Date.UTC(2026, 10, 23, 12, 7));
const keys = Array.from({ length: 600 }, (_, index) => ({
  environment: 'prod',
  stack: `service-${index}`,
}));

describe('nextCheckAfter', () => {
  it('spreads a fleet that was checked at one moment over the interval', () => {
    const perTenMinutes = new Array<number>(6).fill(0);
    for (const key of keys) {
      const wait =
        nextCheckAfter(key, { interval: HOUR, now }).getTime() - now.getTime();
      expect(wait).toBeGreaterThanOrEqual(HOUR / 2);
      expect(wait).toBeLessThan(HOUR * 1.5);
      perTenMinutes[Math.floor((wait - HOUR / 2) / (HOUR / 6))] += 1;
    }
    expect(Math.min(...perTenMinutes)).toBeGreaterThan(70);
    expect(Math.max(...perTenMinutes)).toBeLessThan(130);
  });

  it('keeps a stack at its place, one interval after the other', () => {
    const [key] = keys;
    const first = nextCheckAfter(key, { interval: HOUR, now });
    const checked = new Date(first.getTime() + 20_000);
    expect(nextCheckAfter(key, { interval: HOUR, now: checked })).toEqual(
      new Date(first.getTime() + HOUR),
    );
  });
});
