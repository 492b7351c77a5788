import {
  deploymentContinuePermission,
  parseEcrImage,
  SCAN_STATUS_WORDS,
  waitsForPerson,
  type RolloutDetails,
  type RolloutRevision,
  type Scans,
} from '@slipway/plugin-slipway-common';
import { OperationLink, type OperationTarget } from '../operations';
import { Facts } from '../tables';

/** `passing`, or `blocked by policy: …`; what the scans facet knows of an image of a revision. */
function scanOf(
  { container, image = '', digest }: RolloutRevision['images'][number],
  scans: Scans | undefined,
): string {
  const wanted = digest ?? parseEcrImage(image)?.digest;
  const scan = scans?.images.find(
    candidate =>
      wanted !== undefined &&
      candidate.container === container &&
      candidate.digest === wanted,
  );
  return scan
    ? [SCAN_STATUS_WORDS[scan.status], ...scan.reasons].join(': ')
    : 'not known here; continuing asks the registry';
}

export type HookDecisionProps = {
  rollout: RolloutDetails;
  target: OperationTarget;
  /** What the scans facet knows; undefined while it is loaded, or when it could not be. */
  scans: Scans | undefined;
};

/** For a rollout that waits for a person: what the scans of its new revision are worth, and the way to decide. */
export const HookDecision = ({ rollout, target, scans }: HookDecisionProps) => {
  const hook = rollout.hooks.find(waitsForPerson);
  if (!hook) {
    return null;
  }
  // What is decided is what stands here, or nothing.
  const seen = { rollout: rollout.id, hook: hook.id };
  const images = rollout.revisions
    .filter(({ role }) => role === 'target')
    .flatMap(revision => revision.images);
  return (
    <>
      <Facts
        facts={
          images.length > 0
            ? Object.fromEntries(
                images.map(image => [
                  `Scan of the new ${image.container}`,
                  scanOf(image, scans),
                ]),
              )
            : { 'Scan of the new revision': 'ECS does not tell its images' }
        }
      />
      <OperationLink
        operation="continueDeployment"
        permission={deploymentContinuePermission}
        target={target}
        fields={{ decision: 'continue', ...seen }}
      >
        Continue
      </OperationLink>{' '}
      <OperationLink
        operation="continueDeployment"
        permission={deploymentContinuePermission}
        target={target}
        fields={{ decision: 'rollback', ...seen }}
      >
        Roll back
      </OperationLink>
    </>
  );
};
