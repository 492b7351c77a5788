import type { ReleaseRecord } from '../release';
import type { ScanJudgement } from './judgeScan';

/**
 * The record of a release, as it stands in the state of the stack.
 *
 * @public
 */
export function toReleaseRecord(facts: {
  image: string;
  judgement: ScanJudgement;
  releasedBy: string;
  overrideReason?: string;
  now: Date;
}): ReleaseRecord {
  const { image, judgement, releasedBy, overrideReason, now } = facts;
  return {
    image,
    releasedAt: now.toISOString(),
    releasedBy,
    status: judgement.status,
    scannedAt: judgement.scannedAt ?? null,
    overrideReason: overrideReason ?? null,
  };
}
