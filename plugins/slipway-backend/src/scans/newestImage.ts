import { type ImageDetail } from '@aws-sdk/client-ecr';
import { type ImageFinding } from '@slipway/plugin-slipway-common';

/** The image that was pushed last. */
export interface NewestImage {
  digest: string;
  tags: string[];
  pushedAt: Date;
}

// What tools store beside an image under a tag that they make of its digest: signatures, attestations, parts lists.
const SIDE_TAG = /^sha256-[0-9a-f]{64}(\.(sig|att|sbom))?$/;
const IMAGE_CONFIGS = [
  undefined,
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

/**
 * The tagged image that was pushed last. Children of an index have no tag, so only the index itself counts; what is no container
 * image does not.
 */
export function newestImage(
  images: readonly ImageDetail[],
): NewestImage | undefined {
  const [newest] = images
    .filter(
      ({ imageTags = [], artifactMediaType }) =>
        imageTags.some(tag => !SIDE_TAG.test(tag)) &&
        IMAGE_CONFIGS.includes(artifactMediaType),
    )
    .sort((a, b) => pushedAt(b).getTime() - pushedAt(a).getTime());
  return newest?.imageDigest
    ? {
        digest: newest.imageDigest,
        tags: newest.imageTags ?? [],
        pushedAt: pushedAt(newest),
      }
    : undefined;
}

/** What one image no longer has of another, and what it has more: names of vulnerabilities, worst first. */
export function compareFindings(
  running: readonly ImageFinding[],
  newest: readonly ImageFinding[],
): { fixes: string[]; adds: string[] } {
  const namesOf = (findings: readonly ImageFinding[]) =>
    new Set(findings.map(({ name }) => name));
  const [old, next] = [namesOf(running), namesOf(newest)];
  return {
    fixes: [...old].filter(name => !next.has(name)),
    adds: [...next].filter(name => !old.has(name)),
  };
}

function pushedAt({ imagePushedAt }: ImageDetail): Date {
  return imagePushedAt ?? new Date(0);
}
