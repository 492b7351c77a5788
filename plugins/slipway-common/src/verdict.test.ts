import { worstVerdict, type Verdict } from './verdict';

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
