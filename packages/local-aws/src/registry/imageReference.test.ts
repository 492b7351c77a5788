import { matchesFilter } from './Repositories';
import { parseImageReference } from './imageReference';

const host = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const digest = `sha256:${'a'.repeat(64)}`;

describe('parseImageReference', () => {
  it.each([
    [`${host}/slipway/orders@${digest}`, { digest, tag: undefined }],
    [`${host}/slipway/orders:v1`, { digest: undefined, tag: 'v1' }],
    [`${host}/slipway/orders:v1@${digest}`, { digest, tag: 'v1' }],
    [`${host}/slipway/orders`, { digest: undefined, tag: 'latest' }],
  ])('reads %s', (reference, expected) => {
    expect(parseImageReference(reference)).toEqual({
      accountId: '123456789012',
      region: 'eu-central-1',
      repository: 'slipway/orders',
      ...expected,
    });
  });

  it.each([
    'postgres:17',
    `${host}/Orders`,
    `${host}/orders@sha256:short`,
    'evil.example/123456789012.dkr.ecr.eu-central-1.amazonaws.com/orders',
  ])('does not take %s for a private registry', reference => {
    expect(parseImageReference(reference)).toBeUndefined();
  });
});

describe('matchesFilter', () => {
  it.each([
    ['slipway/*', 'slipway/orders', true],
    ['slipway/*', 'other/orders', false],
    ['*', 'anything', true],
    ['prod', 'my-prod-images', true],
    ['slip.way/*', 'slipxway/orders', false],
  ])('%s on %s is %s', (filter, name, expected) => {
    expect(matchesFilter(filter, name)).toBe(expected);
  });
});
