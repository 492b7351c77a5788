import {
  BatchGetImageCommand,
  type ECRClient,
  paginateDescribeImageScanFindings,
} from '@aws-sdk/client-ecr';
import { isError } from '@backstage/errors';
import {
  MANIFEST_TYPES,
  readRegistryScan,
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
  const { digest, ...repository } = image;
  return readRegistryScan(
    {
      async manifestOf(imageDigest) {
        const { images } = await ecr.send(
          new BatchGetImageCommand({
            ...repository,
            imageIds: [{ imageDigest }],
            acceptedMediaTypes: MANIFEST_TYPES,
          }),
        );
        return images?.[0]?.imageManifest;
      },
      findingsOf: imageDigest =>
        readFindings(ecr, { ...repository, imageId: { imageDigest } }),
    },
    digest,
    ARCHITECTURE,
  );
}

async function readFindings(
  ecr: ECRClient,
  image: {
    registryId: string;
    repositoryName: string;
    imageId: { imageDigest: string };
  },
): Promise<ScanFindingsPage[] | undefined> {
  const pages: ScanFindingsPage[] = [];
  try {
    const paginator = paginateDescribeImageScanFindings(
      { client: ecr, pageSize: 1000 },
      image,
    );
    for await (const page of paginator) {
      pages.push(page);
    }
    return pages;
  } catch (error) {
    if (isError(error) && error.name === 'ScanNotFoundException') {
      return undefined;
    }
    throw error;
  }
}
