import { z } from 'zod';
import { type BaseLayers } from './foldByFix';

const manifestSchema = z.object({
  layers: z.array(z.object({ digest: z.string() })).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

/** The base image that a manifest names in the annotations of the OCI specification, if it is named by digest. */
export function baseImageOf(
  manifest: string | undefined,
): { reference: string; digest: string } | undefined {
  const annotations = read(manifest)?.annotations;
  const reference = annotations?.['org.opencontainers.image.base.name'];
  const digest = annotations?.['org.opencontainers.image.base.digest'];
  return reference && digest ? { reference, digest } : undefined;
}

/**
 * The layers that an image has from its base, by the manifests of both; `undefined` where the image does not begin with all of
 * them: then it is not built on that base, whatever its annotations say.
 */
export function baseLayersOf(
  manifest: string | undefined,
  baseManifest: string | undefined,
): BaseLayers {
  const layers = layersOf(manifest);
  const base = layersOf(baseManifest);
  const isBase =
    base.length > 0 && base.every((digest, index) => layers[index] === digest);
  return isBase ? new Set(base) : undefined;
}

function layersOf(manifest: string | undefined): string[] {
  return read(manifest)?.layers?.map(({ digest }) => digest) ?? [];
}

function read(manifest: string | undefined) {
  try {
    return manifestSchema.parse(JSON.parse(manifest ?? ''));
  } catch {
    return undefined;
  }
}
