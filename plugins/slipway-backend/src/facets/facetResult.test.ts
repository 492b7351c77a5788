import { type Verdict } from '@slipway/plugin-slipway-common';
import { facetResult } from './facetResult';

const at = new Date(Date.UTC(2026, 10, 23, 12));
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
const problem = {
  code: 'throttled' as const,
  message: 'throttled',
  remedy: 'wait',
};
const verdictAfter = (
  verdict: Verdict,
  seconds: number,
  why: typeof problem | undefined = problem,
) =>
  facetResult({ verdict, at, data: {}, problem: why }, later(seconds)).verdict;

describe('facetResult', () => {
  it('keeps the verdict of data that could not be renewed for a moment', () => {
    expect(verdictAfter('healthy', 30)).toBe('healthy');
  });

  it('vouches for nothing good after a minute, and takes back nothing bad', () => {
    expect(verdictAfter('healthy', 61)).toBe('unknown');
    expect(verdictAfter('progressing', 61)).toBe('unknown');
    expect(verdictAfter('attention', 61)).toBe('attention');
    expect(verdictAfter('failing', 61)).toBe('failing');
  });

  it('carries data, age and problem', () => {
    expect(
      facetResult({ verdict: 'healthy', at, data: { n: 1 }, problem }, at),
    ).toEqual({
      verdict: 'healthy',
      asOf: '2026-11-23T12:00:00.000Z',
      data: { n: 1 },
      problem,
    });
  });
});
