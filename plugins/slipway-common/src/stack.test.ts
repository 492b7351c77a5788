import { environmentNameSchema, stackNameSchema } from './stack';

describe('stackNameSchema', () => {
  it.each(['orders', 'a1b', 'order-intake-2', 'a'.repeat(22)])(
    'accepts %s',
    name => {
      expect(stackNameSchema.parse(name)).toBe(name);
    },
  );

  it.each([
    '',
    'ab',
    'Orders',
    '1orders',
    'orders-',
    'or--ders',
    'or ders',
    'orders/../platform',
    'a'.repeat(23),
  ])('refuses %j and says what is allowed', name => {
    const result = stackNameSchema.safeParse(name);
    expect(result.success).toBe(false);
    expect(result.error?.issues[0].message).toMatch(
      /3 to 22 lower-case letters/,
    );
  });

  it.each(['bootstrap', 'platform'])('refuses the reserved name %s', name => {
    expect(stackNameSchema.safeParse(name).error?.issues[0].message).toMatch(
      /stacks that Slipway itself has/,
    );
  });
});

describe('environmentNameSchema', () => {
  it('accepts a name and refuses a path', () => {
    expect(environmentNameSchema.safeParse('prod-eu').success).toBe(true);
    expect(environmentNameSchema.safeParse('../prod').success).toBe(false);
  });
});
