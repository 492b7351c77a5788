import { parser } from '@prometheus-io/lezer-promql';
import { requireRangeable } from './requireRangeable';

function check(promql: string) {
  requireRangeable(promql, parser.parse(promql));
}

describe('requireRangeable', () => {
  it.each([
    'up',
    'sum by (job) (rate(a[5m]))',
    'max_over_time(rate(a[5m])[1h:1m])',
    'max_over_time((a or b)[1m:1s])',
    'rate(a[5m] offset 1m)',
    'scalar(up) + 1',
    'a * on (x) group_left (y) b',
    'label_replace(up, "a", "b", "c", "d")',
    'topk(3, a offset 5m)',
    '(sum(a) or vector(0)) / (sum(b) > 0)',
    '{"a metric", job="x"} @ end()',
    'count_values("v", up)',
    '-up ^ 2 > bool 0',
  ])('takes %s', promql => {
    expect(() => check(promql)).not.toThrow();
  });

  it.each([
    ['up[5m]', 'is a range vector, which cannot be drawn over time'],
    ['rate(a[5m])[1h:1m]', 'is a range vector'],
    ['"text"', 'is a string'],
    [
      'rate(up)',
      'character 6: expected type matrix in call to function "rate"',
    ],
    ['sum(up[5m])', 'expected type vector in aggregation expression'],
    ['topk(up, up)', 'expected type scalar in aggregation parameter'],
    ['vector(up)', 'expected type scalar in call to function "vector"'],
    ['label_replace(up, "a")', 'expected 5 argument(s)'],
    ['a or b[1m]', 'a range like [5m] can stand behind a selector only'],
    ['rate(a offset 1m[5m])', 'can stand behind a selector only'],
    ['rate(rate(a[5m])[5m])', 'can stand behind a selector only'],
    [
      'max_over_time((a) or (b)[1m:1s])',
      'a subquery of a combination takes parentheses',
    ],
    ['up and 1', 'set operator not allowed in binary scalar expression'],
    ['1 > scalar(up)', 'must use BOOL modifier'],
    ['a and on () group_left b', 'no grouping allowed for set operations'],
    ['up == "a"', 'must contain only scalar and instant vector types'],
  ])('refuses %s', (promql, message) => {
    expect(() => check(promql)).toThrow(message);
  });
});
