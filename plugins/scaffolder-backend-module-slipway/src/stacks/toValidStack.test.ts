import { scanPolicySchema } from '@slipway/plugin-slipway-common';
import { type Environment } from '@slipway/plugin-slipway-node';
import { toValidStack } from './toValidStack';

const environment: Environment = {
  name: 'dev',
  accountId: '123456789012',
  region: 'eu-central-1',
  prefix: 'a-long-prefix-16',
  drift: { intervalMinutes: 60 },
  scans: scanPolicySchema.parse({}),
};

describe('toValidStack', () => {
  it('takes a service and the stacks of the environment', () => {
    expect(
      toValidStack(environment, { kind: 'service', stack: 'orders' }),
    ).toEqual({ kind: 'service', name: 'orders' });
    expect(toValidStack(environment, { kind: 'platform' })).toEqual({
      kind: 'platform',
    });
  });

  it.each([
    [undefined, 'The name of the stack is missing'],
    ['Orders', '"Orders" is no name for a stack: a stack name has 3 to 22'],
    [
      'bootstrap',
      '"bootstrap" is no name for a stack: bootstrap and platform are names of stacks that Slipway itself has',
    ],
    [
      'order-intake-worker',
      'order-intake-worker is too long for the environment dev: with its prefix a-long-prefix-16 the name would have 36 characters, and AWS allows 32',
    ],
  ])('refuses %s', (stack, message) => {
    expect(() => toValidStack(environment, { kind: 'service', stack })).toThrow(
      message,
    );
  });
});
