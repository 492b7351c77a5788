import { type EcrImage, parseEcrImage } from './ecrImage';
import { type ScanJudgement, unscanned } from './judgeScan';

/**
 * The registries of an environment.
 *
 * @public
 */
export interface PrivateRegistries {
  accountId: string;
  region: string;
  /** Hosts besides the environment's own registry. */
  allowed: readonly string[];
}

/**
 * Where an image is from, as an environment sees it.
 *
 * @public
 */
export interface ImagePlace {
  /** Whether the image is from a registry that the policy allows. */
  isPrivate: boolean;
  /** Present when its scans can be read: ECR, in the environment's region. */
  ecr?: EcrImage;
}

/**
 * Where an image is from, by its reference.
 *
 * @public
 */
export function placeOfImage(
  reference: string,
  registries: PrivateRegistries,
): ImagePlace {
  const { accountId, region, allowed } = registries;
  const ecr = parseEcrImage(reference);
  const own = ecr?.registryId === accountId && ecr.region === region;
  const isPrivate = own || allowed.includes(reference.split('/')[0] ?? '');
  return {
    isPrivate,
    ecr: isPrivate && ecr?.region === region ? ecr : undefined,
  };
}

/**
 * The verdict on an image of which no registry could be asked.
 *
 * @public
 */
export function judgeUnread({ isPrivate, ecr }: ImagePlace): ScanJudgement {
  if (!isPrivate) {
    return unscanned(
      'not-private',
      'The image is from no registry that the policy of this environment allows, so nothing scanned it on the way',
    );
  }
  return unscanned(
    'not-scanned',
    ecr
      ? 'The digest of this image is not known'
      : 'The policy allows this registry, but its scans cannot be read: it is not ECR in the region of this environment',
  );
}
