import { type ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const STAYS = ['node', '-e', 'setInterval(() => {}, 1000)'];

/** Pushes an image that runs until it is stopped, another one for each tag; answers its digest. */
export async function pushImage(
  ecr: ECRClient,
  repositoryName: string,
  tag: string,
): Promise<string> {
  const { image } = await ecr.send(
    new PutImageCommand({
      repositoryName,
      imageTag: tag,
      imageManifestMediaType: MANIFEST,
      imageManifest: JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST,
        config: {
          mediaType: 'application/vnd.oci.image.config.v1+json',
          digest: `sha256:${'b'.repeat(64)}`,
          size: 2,
        },
        layers: [],
        annotations: {
          'dev.slipway.local.command': JSON.stringify(STAYS),
          tag,
        },
      }),
    }),
  );
  return image?.imageId?.imageDigest ?? '';
}

/** Says what the emulator's scan of an image finds. */
export async function scriptScan(
  url: string,
  image: { repository: string; digest: string },
  scan: { status: string; findings?: { name: string; severity: string }[] },
): Promise<void> {
  const response = await fetch(`${url}/_local/registry/scans`, {
    method: 'POST',
    body: JSON.stringify({ ...image, ...scan }),
  });
  if (!response.ok) {
    throw new Error(`The scan was not scripted: ${await response.text()}`);
  }
}
