import { type ProblemCode } from './problem';
import { facetsVerdict, worstVerdict, type Verdict } from './verdict';

describe('worstVerdict', () => {
  it.each<[Verdict[], Verdict]>([
    [[], 'unknown'],
    [['healthy', 'healthy'], 'healthy'],
    [['healthy', 'progressing'], 'progressing'],
    [['healthy', 'unknown'], 'unknown'],
    [['progressing', 'unknown'], 'unknown'],
    [['unknown', 'attention'], 'attention'],
    [['attention', 'failing', 'healthy'], 'failing'],
  ])('of %j is %s', (verdicts, expected) => {
    expect(worstVerdict(verdicts)).toBe(expected);
  });
});

describe('facetsVerdict', () => {
  const healthy = { verdict: 'healthy' as const, data: {} };
  const problemOf = (code: ProblemCode) => ({ code, message: '', remedy: '' });

  it.each<[ProblemCode, Verdict]>([
    ['not-configured', 'healthy'],
    ['no-state', 'healthy'],
    ['access-denied', 'unknown'],
    ['not-bound', 'unknown'],
  ])('of a facet without data because of %s is %s', (code, expected) => {
    const bare = { verdict: 'unknown' as const, problem: problemOf(code) };
    expect(facetsVerdict([healthy, bare])).toBe(expected);
  });

  it('counts a facet with data whatever its problem is', () => {
    const drifted = {
      verdict: 'attention' as const,
      data: {},
      problem: problemOf('no-state'),
    };
    expect(facetsVerdict([healthy, drifted])).toBe('attention');
  });

  it('vouches for nothing where all facets are left out', () => {
    const bare = {
      verdict: 'unknown' as const,
      problem: problemOf('no-state'),
    };
    expect(facetsVerdict([bare])).toBe('unknown');
  });
});
