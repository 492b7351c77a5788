import {
  type FacetResult,
  type Problem,
  type ScannedImage,
  type Scans,
  type ScanStatus,
  type Severity,
  type Verdict,
  worstVerdict,
} from '@slipway/plugin-slipway-common';
import { type Answer } from '../cache';
import { notReleased } from '../deployments';
import { facetProblem, facetResult, oldest } from '../facets';
import { type BoundFacts, type ServiceKey } from '../services';
import { type DeployedImage } from './deployedImages';
import { type RegistryScan } from './RegistryReader';
import { scanModel, type ScanModel, unscanned } from './scansModel';

/** An image with what the registry said of it; no answer where there was nothing to ask. */
export interface ObservedImage {
  image: DeployedImage;
  answer?: Answer<RegistryScan>;
}

/** What the scans facet is made of. */
export interface ScansParts {
  bound: BoundFacts;
  images: ObservedImage[];
  blocking: readonly Severity[];
  /** Why it is not known what runs. */
  problem?: Problem;
}

// Only a scan that ended and blocks nothing is green.
const VERDICTS: Record<ScanStatus, Verdict> = {
  passing: 'healthy',
  blocked: 'failing',
  'not-in-registry': 'failing',
  'not-scanned': 'attention',
  'in-progress': 'progressing',
  expired: 'attention',
  unsupported: 'attention',
  failed: 'attention',
  archived: 'attention',
  'not-private': 'attention',
};

/**
 * The scans facet: was what runs scanned, and does it pass.
 */
export function scansFacet(
  key: ServiceKey,
  parts: ScansParts,
): FacetResult<Scans> {
  const { bound, images, blocking, problem } = parts;
  if (!bound.facts) {
    return facetProblem(bound.problem);
  }
  if (images.length === 0) {
    return facetProblem(problem ?? notReleased(key));
  }
  const shown: ScannedImage[] = [];
  const moments = [bound.at];
  const problems = [problem, bound.problem];
  for (const { image, answer } of images) {
    const model = modelOf({ image, answer }, blocking);
    if (answer?.value) {
      moments.push(answer.at);
    }
    problems.push(answer?.problem);
    if (model) {
      const { container, reference, digest } = image;
      shown.push({ container, image: reference, digest, ...model });
    }
  }
  const firstProblem = problems.find(Boolean);
  if (shown.length === 0 && firstProblem) {
    return facetProblem(firstProblem);
  }
  const verdicts = shown.map(({ status }) => VERDICTS[status]);
  return facetResult({
    verdict: worstVerdict(
      shown.length < images.length ? [...verdicts, 'unknown'] : verdicts,
    ),
    at: oldest(...moments),
    data: { images: shown, blockingSeverities: [...blocking] },
    problem: firstProblem,
  });
}

function modelOf(
  { image, answer }: ObservedImage,
  blocking: readonly Severity[],
): ScanModel | undefined {
  if (answer) {
    return answer.value && scanModel(answer.value, blocking);
  }
  if (!image.ecr) {
    return unscanned(
      'not-private',
      'The image is not from the private registry of this environment, so nothing scanned it on the way',
    );
  }
  return unscanned('not-scanned', 'The digest of this image is not known');
}
