import { parseEcrImage } from './ecrImage';

const REPOSITORY =
  '123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders';
const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('parseEcrImage', () => {
  const image = {
    registryId: '123456789012',
    region: 'eu-central-1',
    repository: 'slipway/orders',
  };

  it.each([
    [`${REPOSITORY}@${DIGEST}`, { ...image, digest: DIGEST }],
    [`${REPOSITORY}:v1`, { ...image, digest: undefined }],
    [`${REPOSITORY}:v1@${DIGEST}`, { ...image, digest: DIGEST }],
    ['public.ecr.aws/docker/library/nginx:1', undefined],
    ['nginx', undefined],
    [`evil.example/${REPOSITORY}`, undefined],
    [`${REPOSITORY}/../platform`, undefined],
  ])('reads %s', (reference, expected) => {
    expect(parseEcrImage(reference)).toEqual(expected);
  });
});
