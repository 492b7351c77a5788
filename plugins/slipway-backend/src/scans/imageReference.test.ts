import { DIGEST, IMAGE, REPOSITORY } from '../__testUtils__/ordersState';
import { parseEcrImage } from './imageReference';

describe('parseEcrImage', () => {
  const image = {
    registryId: '123456789012',
    region: 'eu-central-1',
    repository: 'slipway/orders',
  };

  it.each([
    [IMAGE, { ...image, digest: DIGEST }],
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
