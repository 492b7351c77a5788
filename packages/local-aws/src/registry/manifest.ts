import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../proxy/AwsError';

/** The four media types under which a registry keeps an image. */
export const mediaTypes = {
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerManifestList:
    'application/vnd.docker.distribution.manifest.list.v2+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociIndex: 'application/vnd.oci.image.index.v1+json',
} as const;

const KNOWN_MEDIA_TYPES: string[] = Object.values(mediaTypes);
const INDEX_MEDIA_TYPES: string[] = [
  mediaTypes.dockerManifestList,
  mediaTypes.ociIndex,
];

const annotationsSchema = z.record(z.string(), z.string()).optional();
const sizedSchema = z.object({ size: z.number().int().nonnegative() });

const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  annotations: annotationsSchema,
  config: sizedSchema.extend({ mediaType: z.string().optional() }).optional(),
  layers: z.array(sizedSchema).optional(),
  manifests: z
    .array(
      sizedSchema.extend({
        digest: z.string(),
        platform: z
          .object({ os: z.string(), architecture: z.string() })
          .optional(),
        annotations: annotationsSchema,
      }),
    )
    .optional(),
});

/** A manifest as far as the emulator reads it. */
export type Manifest = z.infer<typeof manifestSchema>;

/** The digest of a manifest: SHA-256 of its bytes exactly as pushed. */
export function digestOf(manifest: string): string {
  return `sha256:${createHash('sha256')
    .update(manifest, 'utf8')
    .digest('hex')}`;
}

/** Reads a pushed manifest. Throws `InvalidParameterException` as ECR does. */
export function parseManifest(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw invalid("'Invalid JSON syntax'");
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`'${issue?.path.join('.')}: ${issue?.message}'`);
  }
  return parsed.data;
}

/** The media type of a push: as the caller states it, otherwise as the manifest does. */
export function mediaTypeOf(manifest: Manifest, stated?: string): string {
  const mediaType = stated ?? manifest.mediaType;
  if (mediaType === undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'image manifest mediatype not provided in manifest or parameter',
    );
  }
  if (!KNOWN_MEDIA_TYPES.includes(mediaType)) {
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at 'imageManifestMediaType' failed to satisfy constraint: 'The media type ${mediaType} is not supported'`,
    );
  }
  return mediaType;
}

/** Whether a media type is that of an index (a list of manifests, one a platform). */
export function isIndex(mediaType: string): boolean {
  return INDEX_MEDIA_TYPES.includes(mediaType);
}

/** Bytes of an image's configuration and layers; of an index, those of its largest child are not known here, so its entries. */
export function sizeOf(manifest: Manifest): number {
  const parts = [
    ...(manifest.config ? [manifest.config] : []),
    ...(manifest.layers ?? []),
    ...(manifest.manifests ?? []),
  ];
  return parts.reduce((sum, part) => sum + part.size, 0);
}

/** The child manifest of an index that runs on a platform. Attestations have the platform `unknown` and never match. */
export function childFor(
  manifest: Manifest,
  platform: { os: string; architecture: string },
): string | undefined {
  return manifest.manifests?.find(
    child =>
      child.platform?.os === platform.os &&
      child.platform.architecture === platform.architecture,
  )?.digest;
}

function invalid(constraint: string): AwsError {
  return new AwsError(
    'InvalidParameterException',
    `Invalid parameter at 'ImageManifest' failed to satisfy constraint: ${constraint}`,
  );
}
