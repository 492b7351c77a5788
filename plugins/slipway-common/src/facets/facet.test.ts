import { z } from 'zod';
import { facetResultSchema } from './facet';

const schema = facetResultSchema(z.object({ count: z.number() }));
const problem = {
  code: 'throttled' as const,
  message: 'AWS throttled ecs:DescribeServices',
  remedy: 'Wait; the next refresh tries again',
};

describe('facetResultSchema', () => {
  it('keeps fresh data, stale data with its problem, and a bare problem apart', () => {
    const fresh = {
      verdict: 'healthy' as const,
      asOf: '2026-01-01T00:00:00.000Z',
      data: { count: 1 },
    };
    expect(schema.parse(fresh)).toEqual(fresh);
    expect(schema.parse({ ...fresh, problem })).toEqual({ ...fresh, problem });
    expect(schema.parse({ verdict: 'unknown', problem })).toEqual({
      verdict: 'unknown',
      problem,
    });
  });

  it('refuses a green verdict without data', () => {
    expect(schema.safeParse({ verdict: 'healthy', problem }).success).toBe(
      false,
    );
  });

  it('refuses an answer with neither data nor problem', () => {
    expect(schema.safeParse({ verdict: 'unknown' }).success).toBe(false);
  });
});
