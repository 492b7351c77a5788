/**
 * Media types to accept: ECR converts or refuses an image whose type is not among them.
 *
 * @public
 */
export const MANIFEST_TYPES = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

/**
 * What a registry scans for an image that runs.
 *
 * @public
 */
export type ScannedManifest =
  | { digest: string }
  /** An index without an image for the architecture: its tasks cannot start. */
  | { digest?: undefined; platforms: string[] };

type IndexEntry = {
  digest?: unknown;
  platform?: { architecture?: unknown; os?: unknown };
  annotations?: Record<string, unknown>;
};

/**
 * The manifest that a registry scans for an image that runs: of an index the child of the architecture, otherwise the image's
 * own. Attestations beside the images in an index are passed over.
 *
 * @param architecture - as in a manifest: `amd64` or `arm64`
 * @public
 */
export function scannedManifest(
  image: { digest: string; manifest: string },
  architecture: string,
): ScannedManifest {
  const entries = indexEntries(image.manifest);
  if (!entries) {
    return { digest: image.digest };
  }
  const images = entries.filter(
    ({ platform, annotations }) =>
      typeof platform?.os === 'string' &&
      platform.os !== 'unknown' &&
      annotations?.['vnd.docker.reference.type'] !== 'attestation-manifest',
  );
  const child = images.find(
    ({ platform }) =>
      platform?.os === 'linux' && platform.architecture === architecture,
  );
  if (typeof child?.digest === 'string') {
    return { digest: child.digest };
  }
  return {
    platforms: images.map(
      ({ platform }) => `${platform?.os}/${platform?.architecture}`,
    ),
  };
}

function indexEntries(manifest: string): IndexEntry[] | undefined {
  try {
    const { manifests } = JSON.parse(manifest);
    return Array.isArray(manifests) ? manifests : undefined;
  } catch {
    return undefined;
  }
}
