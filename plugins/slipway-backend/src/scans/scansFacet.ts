import {
  type FacetResult,
  imageFindings,
  judgeScan,
  judgeUnread,
  type RegistryScan,
  type RolloutOverride,
  type ScanJudgement,
  type ScannedImage,
  type ScanPolicy,
  type Scans,
  type ScanStatus,
  scanTypeOf,
  type Verdict,
  worstVerdict,
} from '@slipway/plugin-slipway-common';
import { type Answer } from '../cache';
import { notReleased, type ObservedService } from '../deployments';
import { facetProblem, facetResult, oldest } from '../facets';
import { type BoundFacts, type ServiceKey } from '../services';
import { type DeployedImage } from './deployedImages';
import { standingOverride } from './OverrideReader';

/** An image with what the registry said of it; no answer where there was nothing to ask. */
export interface ObservedImage {
  image: DeployedImage;
  answer?: Answer<RegistryScan>;
}

/** What the scans facet is made of. */
export interface ScansParts {
  bound: BoundFacts;
  images: ObservedImage[];
  policy: ScanPolicy;
  now: Date;
  /** Who let a rollout continue against the policy. */
  override?: Answer<{ override?: RolloutOverride }>;
  /** What ECS said of the services that run the images. */
  observed: readonly ObservedService[];
}

// Only a fresh scan that ended and blocks nothing is green.
const VERDICTS: Record<ScanStatus, Verdict> = {
  passing: 'healthy',
  blocked: 'failing',
  'not-in-registry': 'failing',
  archived: 'failing',
  outdated: 'attention',
  'not-scanned': 'attention',
  'in-progress': 'progressing',
  expired: 'attention',
  unsupported: 'attention',
  failed: 'attention',
  'not-private': 'attention',
};

/**
 * The scans facet: was what runs scanned, and does it pass.
 */
export function scansFacet(
  key: ServiceKey,
  parts: ScansParts,
): FacetResult<Scans> {
  const { bound, images, policy, now, observed } = parts;
  if (!bound.facts) {
    return facetProblem(bound.problem);
  }
  const problem = observed.find(({ answer }) => answer.problem)?.answer.problem;
  if (images.length === 0) {
    return facetProblem(problem ?? notReleased(key));
  }
  const shown: ScannedImage[] = [];
  // What runs is as old as ECS's word for it.
  const moments = [
    bound.at,
    ...observed.flatMap(({ answer }) => answer.at ?? []),
  ];
  const problems = [problem, bound.problem, parts.override?.problem];
  for (const { image, answer } of images) {
    if (answer?.value) {
      moments.push(answer.at);
    }
    problems.push(answer?.problem);
    const judged = judgeImage({ image, answer }, policy, now);
    if (judged) {
      shown.push(toScannedImage({ image, answer }, judged));
    }
  }
  const firstProblem = problems.find(Boolean);
  if (shown.length === 0 && firstProblem) {
    return facetProblem(firstProblem);
  }
  const { release } = bound.facts;
  const isWhole =
    shown.length === images.length && observed.every(({ answer }) => answer.at);
  const verdicts = shown.map(verdictOf);
  return facetResult({
    verdict: worstVerdict(isWhole ? verdicts : [...verdicts, 'unknown']),
    at: oldest(...moments),
    data: {
      images: shown,
      policy,
      release,
      override: standingOverride(parts.override?.value?.override, {
        release,
        images: images.map(({ image }) => image.reference),
      }),
    },
    problem: firstProblem,
  });
}

/** A verdict of an image's scan. One that a tag names may be another tomorrow. */
function verdictOf({ status, namedByTag }: ScannedImage): Verdict {
  const verdict = VERDICTS[status];
  return namedByTag ? worstVerdict([verdict, 'attention']) : verdict;
}

function toScannedImage(
  { image, answer }: ObservedImage,
  judged: ScanJudgement,
): ScannedImage {
  const scan = answer?.value;
  return {
    container: image.container,
    image: image.reference,
    role: image.role,
    digest: image.digest,
    namedByTag: !image.reference.includes('@sha256:'),
    scannedDigest:
      scan && scan.kind !== 'not-in-registry' ? scan.scannedDigest : undefined,
    scanType: scan?.kind === 'scan' ? scanTypeOf(scan.pages) : undefined,
    ...judged,
  };
}

function judgeImage(
  { image, answer }: ObservedImage,
  policy: ScanPolicy,
  now: Date,
): ScanJudgement | undefined {
  if (answer) {
    return answer.value && judgeScan(answer.value, policy, now);
  }
  return judgeUnread(image);
}

/**
 * Whether accepted vulnerabilities may stand on pages that were not read: then the whole answer decides.
 */
export function needsAllFindings(
  scan: RegistryScan | undefined,
  policy: ScanPolicy,
  now: Date,
): boolean {
  return (
    scan?.kind === 'scan' &&
    policy.acceptedVulnerabilities.length > 0 &&
    imageFindings(scan.pages).length > 0 &&
    judgeScan(scan, policy, now).status === 'blocked'
  );
}
