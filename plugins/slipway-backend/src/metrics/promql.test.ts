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
});
