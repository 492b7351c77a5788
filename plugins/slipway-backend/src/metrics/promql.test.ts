import { queriesFor, quoted } from './promql';

describe('queriesFor', () => {
  it('binds every selector to the service', () => {
    for (const query of Object.values(queriesFor('slipway-orders'))) {
      const selectors = query.match(/\{[^}]*\}/g) ?? [];
      expect(selectors.length).toBeGreaterThan(0);
      for (const selector of selectors) {
        expect(selector).toContain('ecs_service="slipway-orders"');
      }
    }
  });

  it('escapes what would end a string', () => {
    expect(quoted('a"} or up{x="\\\n')).toBe('"a\\"} or up{x=\\"\\\\\\n"');
  });

  // What a string of PromQL may be, read as Prometheus reads it: escapes are resolved, a bare quote or line break ends it.
  const LITERAL = /^"((?:\\["\\n]|[^"\\\n])*)"$/;
  const FRAGMENTS = [
    'slipway-orders',
    '"',
    '\\',
    '\\"',
    '\n',
    "'",
    '`',
    '{',
    '}',
    '"} or up{ecs_service="slipway-other',
    '{__name__=~".+"}',
    '",ecs_service=~".*',
    '# comment',
    '[5m:1m]',
    ') or (',
    'é',
    '漢字',
    '\u2028',
    '\u0000',
  ];
  const HOSTILE = FRAGMENTS.flatMap(first =>
    FRAGMENTS.map(second => `${first}${second}`),
  );

  it(`keeps ${HOSTILE.length} hostile names inside one string`, () => {
    const meaning: Record<string, string> = { n: '\n' };
    for (const name of HOSTILE) {
      const inner = LITERAL.exec(quoted(name))?.[1];
      expect(
        inner?.replace(/\\(.)/g, (_all, letter) => meaning[letter] ?? letter),
      ).toBe(name);
    }
  });

  it('changes nothing of a query but the string', () => {
    const plain = queriesFor('PLAIN');
    for (const name of HOSTILE) {
      const hostile = queriesFor(name);
      for (const query of ['up', 'requestRate', 'errorRatio'] as const) {
        expect(hostile[query].split(quoted(name)).join('"PLAIN"')).toBe(
          plain[query],
        );
      }
    }
  });
});
