import { z } from 'zod';
import { AwsError } from '../proxy/AwsError';
import {
  digestOf,
  isIndex,
  mediaTypeOf,
  mediaTypes,
  parseManifest,
  sizeOf,
} from './manifest';
import {
  idsOf,
  type ImageFailure,
  type ImageId,
  type Images,
  type StoredImage,
} from './Images';
import { page, pagingSchema } from './paging';

/** One ECR call on one repository. */
export interface RepositoryCall {
  registryId: string;
  repositoryName: string;
  images: Images;
  input: unknown;
}

const imageIdSchema = z.object({
  imageDigest: z.string().optional(),
  imageTag: z.string().optional(),
});

const imageIdsSchema = z.array(imageIdSchema).min(1).max(100);

const tagStatusSchema = z
  .object({ tagStatus: z.enum(['TAGGED', 'UNTAGGED', 'ANY']).optional() })
  .optional();

const putSchema = z.object({
  imageManifest: z.string().min(1),
  imageManifestMediaType: z.string().optional(),
  imageTag: z.string().min(1).max(300).optional(),
  imageDigest: z.string().optional(),
});

/** `PutImage`. Returns the stored image beside the answer, so that the caller can start a scan. */
export function putImage(
  call: RepositoryCall,
  options: { immutableTags: boolean },
): { stored: StoredImage; answer: object } {
  const input = parseInput(putSchema, call.input);
  const text = input.imageManifest;
  const manifest = parseManifest(text);
  const digest = digestOf(text);
  if (input.imageDigest && input.imageDigest !== digest) {
    throw new AwsError(
      'ImageDigestDoesNotMatchException',
      `The specified digest '${input.imageDigest}' does not match the digest calculated by Amazon ECR: '${digest}'`,
    );
  }
  const mediaType = mediaTypeOf(manifest, input.imageManifestMediaType);
  const stored = call.images.put(
    {
      digest,
      text,
      manifest,
      mediaType,
      sizeInBytes: sizeOf(manifest),
      pushedAt: new Date(),
    },
    input.imageTag,
    options,
  );
  return {
    stored,
    answer: { image: toImage(call, stored, input.imageTag) },
  };
}

/**
 * `BatchGetImage`. An index is only handed out when its media type is among the accepted ones; a caller that
 * accepts nothing in particular gets single manifests, as from ECR.
 */
export function batchGetImage(call: RepositoryCall): object {
  const input = parseInput(
    z.object({
      imageIds: imageIdsSchema,
      acceptedMediaTypes: z.array(z.string()).optional(),
    }),
    call.input,
  );
  const accepted = input.acceptedMediaTypes ?? [
    mediaTypes.dockerManifest,
    mediaTypes.ociManifest,
  ];
  const images: object[] = [];
  const failures: ImageFailure[] = [];
  for (const id of input.imageIds) {
    const found = call.images.find(id);
    if ('failureCode' in found) {
      failures.push(found);
    } else if (
      isIndex(found.mediaType) &&
      !accepted.includes(found.mediaType)
    ) {
      failures.push({
        imageId: id,
        failureCode: 'ImageNotFound',
        failureReason: `Requested image has the media type ${found.mediaType}, which is not among the accepted ones`,
      });
    } else {
      images.push(toImage(call, found, id.imageTag));
    }
  }
  return { images, failures };
}

/** `DescribeImages`. A named image that is not there is an error, not a failure entry. */
export function describeImages(call: RepositoryCall): object {
  const input = parseInput(
    pagingSchema.extend({
      imageIds: imageIdsSchema.optional(),
      filter: tagStatusSchema,
    }),
    call.input,
  );
  const selected = input.imageIds
    ? input.imageIds.map(id => findOrThrow(call, id))
    : call.images.list().filter(image => hasTagStatus(image, input.filter));
  const { items, nextToken } = page(selected, input);
  return {
    imageDetails: items.map(image => ({
      registryId: call.registryId,
      repositoryName: call.repositoryName,
      imageDigest: image.digest,
      imageTags: image.tags.length > 0 ? image.tags : undefined,
      imageSizeInBytes: image.sizeInBytes,
      imagePushedAt: image.pushedAt,
      imageManifestMediaType: image.mediaType,
      artifactMediaType:
        image.manifest.artifactType ?? image.manifest.config?.mediaType,
    })),
    nextToken,
  };
}

/** `ListImages`: one entry a tag, and one for each image without tags. */
export function listImages(call: RepositoryCall): object {
  const input = parseInput(
    pagingSchema.extend({ filter: tagStatusSchema }),
    call.input,
  );
  const ids = call.images
    .list()
    .filter(image => hasTagStatus(image, input.filter))
    .flatMap(idsOf);
  const { items, nextToken } = page(ids, input);
  return { imageIds: items, nextToken };
}

/** `BatchDeleteImage`. */
export function batchDeleteImage(call: RepositoryCall): object {
  const input = parseInput(z.object({ imageIds: imageIdsSchema }), call.input);
  const imageIds: ImageId[] = [];
  const failures: ImageFailure[] = [];
  for (const id of input.imageIds) {
    const deleted = call.images.delete(id);
    if (Array.isArray(deleted)) {
      imageIds.push(...deleted);
    } else {
      failures.push(deleted);
    }
  }
  return { imageIds, failures };
}

/** Finds an image. Throws `ImageNotFoundException` in ECR's words. */
export function findOrThrow(call: RepositoryCall, id: ImageId): StoredImage {
  const found = call.images.find(id);
  if ('failureCode' in found) {
    throw new AwsError(
      'ImageNotFoundException',
      `The image with imageId {imageDigest:'${
        id.imageDigest ?? 'null'
      }', imageTag:'${
        id.imageTag ?? 'null'
      }'} does not exist within the repository with name '${
        call.repositoryName
      }' in the registry with id '${call.registryId}'`,
    );
  }
  return found;
}

/** Parses a request. Throws `InvalidParameterException` that names the member. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at '${issue?.path.join(
        '.',
      )}' failed to satisfy constraint: '${issue?.message}'`,
    );
  }
  return parsed.data;
}

function toImage(
  call: RepositoryCall,
  image: StoredImage,
  imageTag: string | undefined,
): object {
  return {
    registryId: call.registryId,
    repositoryName: call.repositoryName,
    imageId: { imageDigest: image.digest, imageTag },
    imageManifest: image.text,
    imageManifestMediaType: image.mediaType,
  };
}

function hasTagStatus(
  image: StoredImage,
  filter: z.infer<typeof tagStatusSchema>,
): boolean {
  switch (filter?.tagStatus) {
    case 'TAGGED':
      return image.tags.length > 0;
    case 'UNTAGGED':
      return image.tags.length === 0;
    default:
      return true;
  }
}
