import {
  imageReleaseOverridePermission,
  type ScanJudgement,
} from '@slipway/plugin-slipway-common';
import { type ActionGate, type ActionRun } from '../access';
import { needsOverride } from './needsOverride';

/** An image by its reference, with what it is worth. */
export type JudgedImage = { image: string; judgement: ScanJudgement };

/**
 * Does the work on images that the policy lets run. Where it blocks one, the work needs a reason and the permission to override
 * the policy, and is an audited event of its own.
 *
 * @throws ConflictError for an image that is blocked without a reason, or that could not start; NotAllowedError without the
 * permission.
 */
export async function passScanPolicy<T>(
  options: {
    gate: ActionGate;
    run: ActionRun;
    judged: readonly JudgedImage[];
    environment: string;
    overrideReason?: string;
    meta: Record<string, string>;
  },
  work: (overridden: boolean) => Promise<T>,
): Promise<T> {
  const { gate, run, judged, environment, overrideReason, meta } = options;
  const overridden = judged
    .map(({ image, judgement }) =>
      needsOverride({ judgement, environment, image, overrideReason }),
    )
    .includes(true);
  return overridden
    ? gate.pass(
        {
          run,
          permission: imageReleaseOverridePermission,
          eventId: 'image-release-override',
          meta: { ...meta, reason: overrideReason ?? '' },
        },
        () => work(true),
      )
    : work(false);
}
