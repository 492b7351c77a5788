import {
  BatchGetImageCommand,
  type ECRClient,
  paginateDescribeImageScanFindings,
} from '@aws-sdk/client-ecr';
import { isError } from '@backstage/errors';
import {
  MANIFEST_TYPES,
  scannedManifest,
  type RegistryScan,
  type ScanFindingsPage,
} from '@slipway/plugin-slipway-common';

// What terraform/service runs tasks on.
const ARCHITECTURE = 'amd64';

/** An image in the environment's own registry. */
export type RegistryImage = {
  registryId: string;
  repositoryName: string;
  digest: string;
};

/** What the registry says of an image at this moment, with all findings. */
export async function readScan(
  ecr: ECRClient,
  image: RegistryImage,
): Promise<RegistryScan> {
  const { registryId, repositoryName, digest } = image;
  const { images } = await ecr.send(
    new BatchGetImageCommand({
      registryId,
      repositoryName,
      imageIds: [{ imageDigest: digest }],
      acceptedMediaTypes: MANIFEST_TYPES,
    }),
  );
  const manifest = images?.[0]?.imageManifest;
  if (manifest === undefined) {
    return { kind: 'not-in-registry' };
  }
  const scanned = scannedManifest({ digest, manifest }, ARCHITECTURE);
  if (scanned.digest === undefined) {
    return { kind: 'not-in-registry', platforms: scanned.platforms };
  }
  const pages: ScanFindingsPage[] = [];
  try {
    const paginator = paginateDescribeImageScanFindings(
      { client: ecr, pageSize: 1000 },
      {
        registryId,
        repositoryName,
        imageId: { imageDigest: scanned.digest },
      },
    );
    for await (const page of paginator) {
      pages.push(page);
    }
  } catch (error) {
    if (isError(error) && error.name === 'ScanNotFoundException') {
      return { kind: 'not-scanned', scannedDigest: scanned.digest };
    }
    throw error;
  }
  return { kind: 'scan', scannedDigest: scanned.digest, pages };
}
