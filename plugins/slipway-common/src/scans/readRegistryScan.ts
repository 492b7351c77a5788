import type { ScanFindingsPage } from './findings';
import type { RegistryScan } from './judgeScan';
import { scannedManifest } from './manifest';

/**
 * A repository of a registry, however it is asked.
 *
 * @public
 */
export type ScannedRepository = {
  /** The manifest of a digest; `undefined` where the repository does not have it or hands it out no more. */
  manifestOf: (digest: string) => Promise<string | undefined>;
  /** Every page of the findings of a digest; `undefined` where it has no scan. */
  findingsOf: (digest: string) => Promise<ScanFindingsPage[] | undefined>;
};

/**
 * What a registry says of an image before it is released: of the image of the architecture, where the digest is that of an index.
 *
 * @param architecture - as in a manifest: `amd64` or `arm64`
 * @public
 */
export async function readRegistryScan(
  repository: ScannedRepository,
  digest: string,
  architecture: string,
): Promise<RegistryScan> {
  const manifest = await repository.manifestOf(digest);
  if (manifest === undefined) {
    return { kind: 'not-in-registry' };
  }
  const scanned = scannedManifest({ digest, manifest }, architecture);
  if (scanned.digest === undefined) {
    return { kind: 'not-in-registry', platforms: scanned.platforms };
  }
  const pages = await repository.findingsOf(scanned.digest);
  return pages
    ? { kind: 'scan', scannedDigest: scanned.digest, pages }
    : { kind: 'not-scanned', scannedDigest: scanned.digest };
}
