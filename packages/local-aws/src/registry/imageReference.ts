/** A reference into a private registry, taken apart. Either a digest, or a tag (default `latest`), or both. */
export interface ImageReference {
  accountId: string;
  region: string;
  repository: string;
  tag?: string;
  digest?: string;
}

const REFERENCE =
  /^(?<accountId>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<repository>[a-z0-9][a-z0-9._/-]*?)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** Parses `<account>.dkr.ecr.<region>.amazonaws.com/<repository>[:tag][@sha256:…]`; `undefined` for any other registry. */
export function parseImageReference(
  reference: string,
): ImageReference | undefined {
  const groups = REFERENCE.exec(reference)?.groups;
  if (!groups) {
    return undefined;
  }
  const { accountId, region, repository, tag, digest } = groups;
  return {
    accountId,
    region,
    repository,
    tag: tag ?? (digest ? undefined : 'latest'),
    digest,
  };
}
