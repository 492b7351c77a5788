import { z } from 'zod';
import { AwsError } from '../proxy/AwsError';
import { findOrThrow, parseInput, type RepositoryCall } from './imageActions';
import type { StoredImage } from './Images';
import { isIndex } from './manifest';
import { page, pagingSchema } from './paging';
import type { Scan, Scans } from './Scans';

const imageIdSchema = z.object({
  imageDigest: z.string().optional(),
  imageTag: z.string().optional(),
});

/** `DescribeImageScanFindings`, one page of findings at a time; status and counts are those of the whole image. */
export function describeImageScanFindings(
  call: RepositoryCall,
  scans: Scans,
): object {
  const input = parseInput(
    pagingSchema.extend({ imageId: imageIdSchema }),
    call.input,
  );
  const image = findOrThrow(call, input.imageId);
  const scan = scans.find(call.repositoryName, image.digest);
  if (!scan) {
    throw new AwsError(
      'ScanNotFoundException',
      `Image scan does not exist for the image with '{imageDigest:'${
        image.digest
      }', imageTag:'${
        input.imageId.imageTag ?? 'null'
      }'}' in the repository with name '${
        call.repositoryName
      }' in the registry with id '${call.registryId}'`,
    );
  }
  const enhanced = scan.enhancedFindings.length > 0;
  const { items, nextToken } = page(
    enhanced ? scan.enhancedFindings : scan.findings,
    input,
  );
  return {
    ...identify(call, image, input.imageId.imageTag),
    imageScanStatus: { status: scan.status, description: scan.description },
    imageScanFindings: findingsOf(
      scan,
      enhanced ? { enhancedFindings: items } : { findings: items },
    ),
    nextToken,
  };
}

/** `StartImageScan`: refused for an index, which ECR cannot scan, and under continuous scanning. */
export function startImageScan(call: RepositoryCall, scans: Scans): object {
  const input = parseInput(z.object({ imageId: imageIdSchema }), call.input);
  const image = findOrThrow(call, input.imageId);
  if (isIndex(image.mediaType)) {
    throw new AwsError(
      'UnsupportedImageTypeException',
      `An artifact with media type '${image.mediaType}' cannot be scanned`,
    );
  }
  scans.scan(call.repositoryName, image.digest);
  return {
    ...identify(call, image, input.imageId.imageTag),
    imageScanStatus: { status: 'IN_PROGRESS' },
  };
}

function findingsOf(scan: Scan, findings: object): object | undefined {
  const hasResult =
    scan.completedAt !== undefined ||
    Object.keys(scan.severityCounts).length > 0;
  return hasResult
    ? {
        ...findings,
        imageScanCompletedAt: scan.completedAt,
        vulnerabilitySourceUpdatedAt: scan.vulnerabilitySourceUpdatedAt,
        findingSeverityCounts: scan.severityCounts,
      }
    : undefined;
}

function identify(
  call: RepositoryCall,
  image: StoredImage,
  imageTag: string | undefined,
): object {
  return {
    registryId: call.registryId,
    repositoryName: call.repositoryName,
    imageId: { imageDigest: image.digest, imageTag },
  };
}
