import { HOSTILE_NAMES } from '../__testUtils__/hostileNames';
import {
  errorRatioQuery,
  latencyQuery,
  namedCharts,
  SCRAPES,
} from './namedQueries';
import { quoted, ServiceQuery } from './ServiceQuery';

const M = 'ecs_service="orders"';

describe('ServiceQuery', () => {
  it.each([
    ['up', `up{${M}}`],
    ['up{}', `up{${M}}`],
    ['up{ }', `up{${M} }`],
    ['up{job="a"}', `up{${M},job="a"}`],
    ['{__name__=~".+"}', `{${M},__name__=~".+"}`],
    ['{"http.requests", job="a",}', `{${M},"http.requests", job="a",}`],
    ['rate(a[5m])', `rate(a{${M}}[5m])`],
    [
      'sum by (le) (rate(a{x!~"y"}[5m] offset 1h))',
      `sum by (le) (rate(a{${M},x!~"y"}[5m] offset 1h))`,
    ],
    [
      'max_over_time(rate(a[5m])[1h:1m] @ end())',
      `max_over_time(rate(a{${M}}[5m])[1h:1m] @ end())`,
    ],
    ['a or b unless c', `a{${M}} or b{${M}} unless c{${M}}`],
    [
      'a / on (x) group_left b{y="}"}',
      `a{${M}} / on (x) group_left b{${M},y="}"}`,
    ],
    ['a # {\n+ b', `a{${M}} # {\n+ b{${M}}`],
    [
      'label_replace(a, "ecs_service", "other", "", "")',
      `label_replace(a{${M}}, "ecs_service", "other", "", "")`,
    ],
    ['-a ^ 2 > bool scalar(b)', `-a{${M}} ^ 2 > bool scalar(b{${M}})`],
    ['absent(a{b="漢字 \\" {"})', `absent(a{${M},b="漢字 \\" {"})`],
  ])('binds %s', (promql, bound) => {
    expect(ServiceQuery.parse(promql).for('orders')).toBe(bound);
  });

  it.each([
    ['', 'is not PromQL at character 1'],
    ['up{', 'is not PromQL at character 4'],
    ['sum(up', 'is not PromQL at character 7'],
    ['up)', 'is not PromQL at character 3: )'],
    ['nosuch(up)', 'is not PromQL at character 7: (up)'],
    ['é', 'is not PromQL'],
    ['1 + 1', 'selects no series'],
    ['vector(1)', 'selects no series'],
    ['"up"', 'selects no series'],
    ['info(up)', 'uses info'],
    ['limitk(2, up)', 'uses limitk'],
    ['sort_by_label(up, "a")', 'uses sort_by_label'],
    ['up anchored', 'uses up anchored'],
    ['rate(up[5m] smoothed)', 'uses up[5m] smoothed'],
    ['up{ecs_service="other"}', 'matches the label ecs_service'],
    ['up{ecs_service=~".*"}', 'matches the label ecs_service'],
    ['up{"ecs_service"!="x"}', 'matches the label "ecs_service"'],
    ['up{`ecs_service`!="x"}', 'matches the label `ecs_service`'],
    ['up{"ecs_\\x73ervice"!="x"}', 'matches the label'],
    ['up # comment\r or up', 'has a control character'],
    ['up\u0000', 'has a control character'],
  ])('refuses %j', (promql, message) => {
    expect(() => ServiceQuery.parse(promql)).toThrow(message);
  });

  it('binds every selector of our own queries', () => {
    for (const { queries } of namedCharts(300)) {
      for (const { query } of queries) {
        const text = query.for('slipway-orders');
        const selectors = text.match(/\{[^}]*\}/g) ?? [];
        expect(selectors.length).toBeGreaterThan(0);
        for (const selector of selectors) {
          expect(selector).toContain('ecs_service="slipway-orders"');
        }
      }
    }
  });

  it('escapes what would end a string', () => {
    expect(quoted('a"} or up{x="\\\n')).toBe('"a\\"} or up{x=\\"\\\\\\n"');
  });

  // What a string of PromQL may be, read as Prometheus reads it: escapes are resolved, a bare quote or line break ends it.
  const LITERAL = /^"((?:\\["\\n]|[^"\\\n])*)"$/;

  it(`keeps ${HOSTILE_NAMES.length} hostile names inside one string`, () => {
    const meaning: Record<string, string> = { n: '\n' };
    for (const name of HOSTILE_NAMES) {
      const inner = LITERAL.exec(quoted(name))?.[1];
      expect(
        inner?.replace(/\\(.)/g, (_all, letter) => meaning[letter] ?? letter),
      ).toBe(name);
    }
  });

  it('changes nothing of a query but the string', () => {
    for (const query of [
      SCRAPES,
      errorRatioQuery(300),
      latencyQuery(0.95, 300),
    ]) {
      const plain = query.for('PLAIN');
      for (const name of HOSTILE_NAMES) {
        expect(query.for(name).split(quoted(name)).join('"PLAIN"')).toBe(plain);
      }
    }
  });
});
