import { z } from 'zod';
import { scanStatusSchema } from './scans/scanStatus';

/**
 * Who released what, when and on which verdict of the scan. It stands in the state of the stack, as the output `release`.
 *
 * @public
 */
export const releaseRecordSchema = z.object({
  /** The image by digest, as the task definition names it. */
  image: z.string(),
  releasedAt: z.string(),
  /** Entity reference of a person, or the workflow run. */
  releasedBy: z.string(),
  /** What the scan said at that moment. */
  status: scanStatusSchema,
  scannedAt: z.string().nullish(),
  /** Why it was released although the policy blocked it. */
  overrideReason: z.string().nullish(),
});

/** @public */
export type ReleaseRecord = z.infer<typeof releaseRecordSchema>;

/**
 * Who let a rollout continue against the policy, and why. It lies beside the state of the stack, since to continue applies nothing.
 *
 * @public
 */
export const rolloutOverrideSchema = z.object({
  /** The images that the policy blocked, as ECS names them. */
  images: z.array(z.string()).min(1),
  decidedAt: z.string(),
  /** Entity reference of a person. */
  decidedBy: z.string(),
  reason: z.string().min(1),
});

/** @public */
export type RolloutOverride = z.infer<typeof rolloutOverrideSchema>;
