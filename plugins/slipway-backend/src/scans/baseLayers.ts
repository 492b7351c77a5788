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

/** The layers of a base image, from its manifest. */
export function layersOf(manifest: string | undefined): BaseLayers {
  const layers = read(manifest)?.layers;
  return layers && new Set(layers.map(({ digest }) => digest));
}

function read(manifest: string | undefined) {
  try {
    return manifestSchema.parse(JSON.parse(manifest ?? ''));
  } catch {
    return undefined;
  }
}
