import { diagnose } from './diagnose';
import { failureRules } from './failureRules';

describe('diagnose', () => {
  it.each([
    { text: 'InternalError: something that nobody has seen before' },
    { text: 'Essential container in task exited', exitCode: 42 },
  ])('leaves an unknown cause unexplained: %j', failure => {
    expect(diagnose(failure)).toBeUndefined();
  });

  it('names each cause once', () => {
    for (const property of ['name', 'explanation'] as const) {
      const values = failureRules.map(rule => rule[property]);
      expect(new Set(values).size).toBe(values.length);
    }
  });
});
