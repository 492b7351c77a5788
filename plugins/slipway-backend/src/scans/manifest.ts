import { z } from 'zod';

/** Media types to accept: ECR converts or refuses an image whose type is not among them. */
export const MANIFEST_TYPES = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

const indexSchema = z.object({
  manifests: z.array(
    z.object({
      digest: z.string(),
      platform: z
        .object({ architecture: z.string(), os: z.string() })
        .partial()
        .optional(),
      annotations: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/**
 * The digest that a registry scans for an image that runs: of an index the child of the architecture, otherwise the image's
 * own. Attestations beside the images in an index are passed over. `undefined` when an index has no such child.
 *
 * @param architecture - as in a manifest: `amd64` or `arm64`
 */
export function scannedDigest(
  image: { digest: string; manifest: string },
  architecture: string,
): string | undefined {
  const index = indexSchema.safeParse(parseJson(image.manifest));
  if (!index.success) {
    return image.digest;
  }
  return index.data.manifests.find(
    ({ platform, annotations }) =>
      platform?.os === 'linux' &&
      platform.architecture === architecture &&
      annotations?.['vnd.docker.reference.type'] !== 'attestation-manifest',
  )?.digest;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
