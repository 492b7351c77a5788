import { bytes, duration, period, timeSpan } from './units';

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [41_300, '41.3 kB'],
    [2_500_000, '2.5 MB'],
  ])('of %s is %s', (size, expected) => {
    expect(bytes(size)).toBe(expected);
  });
});

describe('duration', () => {
  it.each([
    [0.0004, '0 ms'],
    [0.9994, '999 ms'],
    [0.9996, '1 s'],
    [12.34, '12.3 s'],
  ])('of %s is %s', (seconds, expected) => {
    expect(duration(seconds)).toBe(expected);
  });
});

describe('period', () => {
  it.each([
    [300, '5 min'],
    [90, '90 s'],
  ])('of %s is %s', (seconds, expected) => {
    expect(period(seconds)).toBe(expected);
  });
});

describe('timeSpan', () => {
  it.each([
    [40.4, '40 s'],
    [300, '5 min'],
    [5_400, '1.5 h'],
    [259_200, '3 d'],
  ])('of %s is %s', (seconds, expected) => {
    expect(timeSpan(seconds)).toBe(expected);
  });
});
