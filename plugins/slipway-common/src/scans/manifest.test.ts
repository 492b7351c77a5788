import { scannedManifest } from './manifest';

const digest = `sha256:${'a1'.repeat(32)}`;

// What buildx pushes by default: the image, and an attestation of how it was built.
const entry = (name: string, platform: object, annotations?: object) => ({
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  digest: `sha256:${name}`,
  platform,
  annotations,
});
const attestation = entry(
  'attestation',
  { architecture: 'amd64', os: 'linux' },
  { 'vnd.docker.reference.type': 'attestation-manifest' },
);
const unknown = entry('unknown', { architecture: 'unknown', os: 'unknown' });

function scanned(manifests: object[], architecture: string) {
  const manifest = JSON.stringify({ schemaVersion: 2, manifests });
  return scannedManifest({ digest, manifest }, architecture);
}

describe('scannedManifest', () => {
  it('takes the child of the architecture and passes attestations over', () => {
    const manifests = [
      attestation,
      unknown,
      entry('arm', { architecture: 'arm64', os: 'linux' }),
      entry('amd', { architecture: 'amd64', os: 'linux' }),
    ];
    expect(scanned(manifests, 'amd64')).toEqual({ digest: 'sha256:amd' });
    expect(scanned(manifests, 'arm64')).toEqual({ digest: 'sha256:arm' });
  });

  it('finds the one among twelve platforms, and names them when it is not there', () => {
    const platforms = [
      'amd64',
      'arm',
      'arm64',
      '386',
      'ppc64le',
      's390x',
      'riscv64',
      'mips64le',
      'loong64',
    ].map(architecture => entry(architecture, { architecture, os: 'linux' }));
    const windows = ['1809', '2022', '2025'].map(version =>
      entry(version, { architecture: 'amd64', os: 'windows' }),
    );
    const twelve = [...windows, ...platforms, attestation];
    expect(scanned(twelve, 'amd64')).toEqual({ digest: 'sha256:amd64' });
    expect(scanned([...windows, unknown], 'amd64')).toEqual({
      platforms: ['windows/amd64', 'windows/amd64', 'windows/amd64'],
    });
  });

  it('takes a single image as it is', () => {
    const manifest = '{"schemaVersion":2,"layers":[]}';
    expect(scannedManifest({ digest, manifest }, 'amd64')).toEqual({ digest });
  });
});
