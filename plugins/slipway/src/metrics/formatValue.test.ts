import { formatTick, formatValue } from './formatValue';

describe('formatValue', () => {
  it.each([
    [0.0004, 'ratio', '< 0.1 %', '0.04 %'],
    [0.05, 'requests-per-second', '< 0.1 req/s', '0.05 req/s'],
    [0.0125, 'seconds', '13 ms', '13 ms'],
    [1.5, 'seconds', '1.5 s', '1.5 s'],
    [2_500_000, 'bytes', '2.5 MB', '2.5 MB'],
    [12, 'count', '12', '12'],
  ] as const)('tells %d as %s, on an axis too', (value, unit, text, tick) => {
    expect(formatValue(value, unit)).toBe(text);
    expect(formatTick(value, unit)).toBe(tick);
  });
});
