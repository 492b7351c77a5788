import { scanPolicySchema } from '@slipway/plugin-slipway-common';
import { type Environment } from '@slipway/plugin-slipway-node';
import { toImageReference } from './imageReference';

const environment: Environment = {
  name: 'dev',
  accountId: '123456789012',
  region: 'eu-central-1',
  prefix: 'slipway',
  drift: { intervalMinutes: 60 },
  scans: scanPolicySchema.parse({}),
};
const digest = `sha256:${'a'.repeat(64)}`;
const repository =
  '123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders';

describe('toImageReference', () => {
  it.each([digest, `${repository}@${digest}`])('takes %s', image => {
    expect(toImageReference({ environment, stack: 'orders', image })).toBe(
      `${repository}@${digest}`,
    );
  });

  it.each(['latest', `${repository}:latest`, `${repository}@sha256:abc`])(
    'refuses %s, which is no digest',
    image => {
      expect(() =>
        toImageReference({ environment, stack: 'orders', image }),
      ).toThrow(/does not name an image by its digest/);
    },
  );

  it.each([
    `nginx@${digest}`,
    `${repository}-2@${digest}`,
    `123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway/orders@${digest}`,
  ])('refuses %s of another repository', image => {
    expect(() =>
      toImageReference({ environment, stack: 'orders', image }),
    ).toThrow(`orders can only run images of its own repository ${repository}`);
  });
});
