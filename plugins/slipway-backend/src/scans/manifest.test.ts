import { DIGEST, IMAGE, REPOSITORY } from '../__testUtils__/ordersState';
import { parseEcrImage } from './imageReference';
import { scannedDigest } from './manifest';

const index = JSON.stringify({
  schemaVersion: 2,
  manifests: [
    {
      digest: 'sha256:attestation',
      platform: { architecture: 'unknown', os: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    },
    {
      digest: 'sha256:arm',
      platform: { architecture: 'arm64', os: 'linux' },
    },
    {
      digest: 'sha256:amd',
      platform: { architecture: 'amd64', os: 'linux' },
    },
  ],
});

describe('scannedDigest', () => {
  it('takes the child of the architecture out of an index', () => {
    const image = { digest: DIGEST, manifest: index };
    expect(scannedDigest(image, 'amd64')).toBe('sha256:amd');
    expect(scannedDigest(image, 'arm64')).toBe('sha256:arm');
    expect(scannedDigest(image, 'riscv64')).toBeUndefined();
  });

  it('takes a single image as it is', () => {
    const manifest = '{"schemaVersion":2,"layers":[]}';
    expect(scannedDigest({ digest: DIGEST, manifest }, 'amd64')).toBe(DIGEST);
  });
});

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
