import { AwsError } from '../proxy/AwsError';
import type { Manifest } from './manifest';

/** One pushed manifest. */
export interface StoredImage {
  digest: string;
  /** The exact text that was pushed; the digest is over these bytes. */
  text: string;
  manifest: Manifest;
  mediaType: string;
  tags: string[];
  sizeInBytes: number;
  pushedAt: Date;
}

/** How callers name an image: by digest, by tag, or by both. */
export interface ImageId {
  imageDigest?: string;
  imageTag?: string;
}

/** What ECR's batch operations say of an image that they could not handle. */
export interface ImageFailure {
  imageId: ImageId;
  failureCode:
    | 'ImageNotFound'
    | 'ImageTagDoesNotMatchDigest'
    | 'MissingDigestAndTag'
    | 'ImageReferencedByManifestList';
  failureReason: string;
}

/** The images of one repository, in memory. Knows nothing of the API around it. */
export class Images {
  readonly #byDigest = new Map<string, StoredImage>();

  private constructor() {}

  static create(): Images {
    return new Images();
  }

  get size(): number {
    return this.#byDigest.size;
  }

  /** All images, newest push first. */
  list(): StoredImage[] {
    // Of two within a millisecond the later is the newer one.
    return [...this.#byDigest.values()]
      .reverse()
      .sort((a, b) => b.pushedAt.getTime() - a.pushedAt.getTime());
  }

  /** Finds an image by digest or tag; both given must name the same image. */
  find(id: ImageId): StoredImage | ImageFailure {
    if (!id.imageDigest && !id.imageTag) {
      return failure(
        id,
        'MissingDigestAndTag',
        'Invalid request parameters: both tag and digest cannot be null',
      );
    }
    const image = id.imageDigest
      ? this.#byDigest.get(id.imageDigest)
      : this.#byTag(id.imageTag);
    if (!image) {
      return failure(id, 'ImageNotFound', 'Requested image not found');
    }
    if (id.imageTag && !image.tags.includes(id.imageTag)) {
      return failure(
        id,
        'ImageTagDoesNotMatchDigest',
        'Tag does not match digest',
      );
    }
    return image;
  }

  /**
   * Adds a manifest, or a tag to one that is there; a tag moves to the newest push.
   * Throws when nothing would change, when a tag is immutable, and when an index names children that were not pushed.
   */
  put(
    pushed: Omit<StoredImage, 'tags'>,
    tag: string | undefined,
    options: { immutableTags: boolean },
  ): StoredImage {
    const missing = (pushed.manifest.manifests ?? []).filter(
      child => !this.#byDigest.has(child.digest),
    );
    if (missing.length > 0) {
      throw new AwsError(
        'ReferencedImagesNotFoundException',
        `Images with digests '[${missing
          .map(child => child.digest)
          .join(', ')}]' required for pushing image do not exist`,
      );
    }
    const existing = this.#byDigest.get(pushed.digest);
    if (existing && (tag === undefined || existing.tags.includes(tag))) {
      throw new AwsError(
        'ImageAlreadyExistsException',
        `Image with digest '${pushed.digest}' and tag '${
          tag ?? 'null'
        }' already exists`,
      );
    }
    const holder = this.#byTag(tag);
    if (holder && options.immutableTags) {
      throw new AwsError(
        'ImageTagAlreadyExistsException',
        `The image tag '${tag}' already exists and cannot be overwritten because the tag is immutable.`,
      );
    }
    if (holder) {
      holder.tags = holder.tags.filter(other => other !== tag);
    }
    const image = existing ?? { ...pushed, tags: [] };
    if (tag !== undefined) {
      image.tags.push(tag);
    }
    this.#byDigest.set(image.digest, image);
    return image;
  }

  /** By tag: takes the tag away, and the image with its last tag. By digest: the image with all its tags. */
  delete(id: ImageId): ImageId[] | ImageFailure {
    const found = this.find(id);
    if ('failureCode' in found) {
      return found;
    }
    const remaining = id.imageDigest
      ? []
      : found.tags.filter(tag => tag !== id.imageTag);
    if (remaining.length > 0) {
      found.tags = remaining;
      return [{ imageDigest: found.digest, imageTag: id.imageTag }];
    }
    const parent = this.list().find(image =>
      image.manifest.manifests?.some(child => child.digest === found.digest),
    );
    if (parent) {
      return failure(
        id,
        'ImageReferencedByManifestList',
        `Requested image referenced by manifest list: [${parent.digest}]`,
      );
    }
    this.#byDigest.delete(found.digest);
    return idsOf(found);
  }

  #byTag(tag: string | undefined): StoredImage | undefined {
    return tag === undefined
      ? undefined
      : [...this.#byDigest.values()].find(image => image.tags.includes(tag));
  }
}

/** An image as `ListImages` names it: once a tag, or once by digest alone. */
export function idsOf(image: StoredImage): ImageId[] {
  return image.tags.length === 0
    ? [{ imageDigest: image.digest }]
    : image.tags.map(imageTag => ({ imageDigest: image.digest, imageTag }));
}

function failure(
  imageId: ImageId,
  failureCode: ImageFailure['failureCode'],
  failureReason: string,
): ImageFailure {
  return { imageId, failureCode, failureReason };
}
