import { stackId, stateLayout } from './stateLayout';

const environment = {
  prefix: 'slipway',
  accountId: '123456789012',
  region: 'eu-central-1',
};

describe('stateLayout', () => {
  it('puts a service in a folder of its own', () => {
    expect(
      stateLayout(environment, { kind: 'service', name: 'orders' }),
    ).toEqual({
      bucket: 'slipway-state-123456789012-eu-central-1',
      key: 'services/orders/terraform.tfstate',
      lockKey: 'services/orders/terraform.tfstate.tflock',
      bundleKey: 'services/orders/stack.tar.gz',
      overrideKey: 'services/orders/override.json',
    });
  });

  it('puts the stacks of the environment itself on top', () => {
    expect(stateLayout(environment, { kind: 'platform' }).key).toBe(
      'platform/terraform.tfstate',
    );
  });

  it('refuses a name that would leave the folder', () => {
    expect(() =>
      stateLayout(environment, { kind: 'service', name: '../platform' }),
    ).toThrow(/a stack name has/);
  });
});

describe('stackId', () => {
  it('is the name of a service and the kind of the others', () => {
    expect(stackId({ kind: 'service', name: 'orders' })).toBe('orders');
    expect(stackId({ kind: 'bootstrap' })).toBe('bootstrap');
  });
});
