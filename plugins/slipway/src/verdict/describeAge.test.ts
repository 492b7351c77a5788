import { ago, NOW } from '../__testUtils__/fixtures';
import { describeAge } from './describeAge';

describe('describeAge', () => {
  it.each([
    [-60, 'just now'],
    [0, 'just now'],
    [4, 'just now'],
    [5, '5 s ago'],
    [59, '59 s ago'],
    [60, '1 min ago'],
    [3_599, '59 min ago'],
    [7_200, '2 h ago'],
    [5 * 86_400, '5 d ago'],
  ])('tells %s seconds as %s', (seconds, expected) => {
    expect(describeAge(ago(seconds), Date.parse(NOW))).toBe(expected);
  });
});
