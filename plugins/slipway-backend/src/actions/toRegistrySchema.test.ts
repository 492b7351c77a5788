import {
  ecsDeploymentFailureSchema,
  ecsDeploymentStatusSchema,
} from '@slipway/plugin-slipway-common';
import { z } from 'zod';
import { z as z3 } from 'zod/v3';
import { toRegistrySchema } from './toRegistrySchema';
import { failureExamples, statusExamples } from './examples';

describe('toRegistrySchema', () => {
  it('keeps what may be there, what must be, and what it is', () => {
    const schema = toRegistrySchema(
      z3,
      z.object({
        name: z.string(),
        count: z.number().int().optional(),
        share: z.number(),
        state: z.union([
          z.object({ on: z.literal(true) }),
          z.object({ on: z.literal(false), why: z.enum(['cost', 'fault']) }),
        ]),
        labels: z.record(z.string(), z.string()),
        parts: z.array(z.boolean()),
      }),
    );
    const value = {
      name: 'a',
      share: 0.5,
      state: { on: false, why: 'cost' },
      labels: { team: 'x' },
      parts: [true],
    };
    expect(schema.parse({ ...value, count: 1 })).toEqual({
      ...value,
      count: 1,
    });
    expect(schema.parse({ ...value, secret: 'canary' })).toEqual(value);
    for (const wrong of [
      { name: undefined },
      { count: 1.5 },
      { state: { on: false, why: 'whim' } },
      { labels: { team: 1 } },
      { parts: ['yes'] },
    ]) {
      expect(schema.safeParse({ ...value, ...wrong }).success).toBe(false);
    }
  });

  it('refuses a kind of schema that it does not know', () => {
    expect(() =>
      toRegistrySchema(z3, z.object({ pair: z.tuple([z.string()]) })),
    ).toThrow();
  });

  it.each([
    [ecsDeploymentStatusSchema, statusExamples],
    [ecsDeploymentFailureSchema, failureExamples],
  ])('takes the example of an action as it is (%#)', (schema, examples) => {
    const [{ output }] = examples;
    expect(toRegistrySchema(z3, schema).parse(output)).toEqual(output);
    expect(schema.parse(output)).toEqual(output);
  });
});
