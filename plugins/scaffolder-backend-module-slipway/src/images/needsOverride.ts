import { ConflictError } from '@backstage/errors';
import {
  describeJudgement,
  imageReleaseOverridePermission,
  type ScanJudgement,
  type ScanStatus,
} from '@slipway/plugin-slipway-common';

// No reason makes such an image start.
const CANNOT_START: readonly ScanStatus[] = ['not-in-registry', 'archived'];

/**
 * Whether the release of an image needs the override of its policy.
 *
 * @throws ConflictError when the policy does not let the image run and nobody gave a reason to run it all the same.
 */
export function needsOverride(options: {
  judgement: ScanJudgement;
  environment: string;
  image: string;
  overrideReason?: string;
}): boolean {
  const { judgement, environment, image, overrideReason } = options;
  if (judgement.status === 'passing') {
    return false;
  }
  const refusal = `The environment ${environment} does not let ${image} run: ${describeJudgement(
    judgement,
  )}.`;
  if (CANNOT_START.includes(judgement.status)) {
    throw new ConflictError(`${refusal} Push it again.`);
  }
  if (!overrideReason) {
    throw new ConflictError(
      `${refusal} Release an image that passes; or give a reason to override the policy, which needs the permission ${imageReleaseOverridePermission.name}.`,
    );
  }
  return true;
}
