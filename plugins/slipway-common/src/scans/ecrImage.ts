/**
 * An image in a private ECR registry.
 *
 * @public
 */
export interface EcrImage {
  registryId: string;
  region: string;
  repository: string;
  /** Present in a reference by digest. */
  digest?: string;
}

// `<account>.dkr.ecr.<region>.amazonaws.com/<repository>[:tag][@sha256:…]`, also as ECS writes it (`repo:tag@sha256:…`).
const ECR =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([a-z0-9]+(?:[._/-][a-z0-9]+)*)(?::[\w.-]+)?(?:@(sha256:[0-9a-f]{64}))?$/;

/**
 * An image reference as one in a private ECR registry; `undefined` when it is from elsewhere.
 *
 * @public
 */
export function parseEcrImage(reference: string): EcrImage | undefined {
  const match = ECR.exec(reference);
  if (!match) {
    return undefined;
  }
  const [, registryId, region, repository, digest] = match;
  return { registryId, region, repository, digest };
}
