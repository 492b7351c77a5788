import { type Problem, type ProblemCode } from '@slipway/plugin-slipway-common';
import { healthy, unreachable } from '../__testUtils__/fixtures';
import { asOfOf, dataOf, isStale, withProblem } from './facetResult';

const bare = { verdict: 'unknown' as const, problem: unreachable };

describe('withProblem', () => {
  it.each(['healthy', 'progressing'] as const)(
    'keeps data and age of what was %s, and no longer vouches for it',
    verdict => {
      const before = { ...healthy.state, verdict } as typeof healthy.state;
      const after = withProblem(before, unreachable);
      expect(after).toEqual({
        ...before,
        verdict: 'unknown',
        problem: unreachable,
      });
      expect(isStale(after)).toBe(true);
      expect(dataOf(after)).toBe(dataOf(before));
      expect(asOfOf(after)).toBe(asOfOf(before));
    },
  );

  it('keeps a bad verdict', () => {
    const before = {
      ...healthy.state,
      verdict: 'failing',
    } as typeof healthy.state;
    expect(withProblem(before, unreachable).verdict).toBe('failing');
  });

  it('has nothing to keep without data', () => {
    expect(withProblem(undefined, unreachable)).toEqual(bare);
    expect(withProblem(bare, unreachable)).toEqual(bare);
    expect(dataOf(bare)).toBeUndefined();
    expect(asOfOf(bare)).toBeUndefined();
    expect(isStale(bare)).toBe(false);
  });
});

describe('isStale', () => {
  it.each<[ProblemCode, boolean]>([
    ['throttled', true],
    ['timeout', true],
    ['not-released', false],
    ['check-pending', false],
    ['not-found', false],
  ])('of data beside %s is %s', (code, expected) => {
    const problem: Problem = { ...unreachable, code };
    expect(isStale({ ...healthy.scans, problem })).toBe(expected);
  });
});
