import type { ScanJudgement } from './judgeScan';
import type { ScanStatus } from './scanStatus';

/**
 * What each status of a scan means to a person.
 *
 * @public
 */
export const SCAN_STATUS_WORDS: Record<ScanStatus, string> = {
  passing: 'passing',
  blocked: 'blocked by policy',
  outdated: 'scan too old',
  'not-scanned': 'not scanned',
  'in-progress': 'scan in progress',
  expired: 'scan expired',
  unsupported: 'not supported by the scanner',
  failed: 'scan failed',
  archived: 'archived',
  'not-in-registry': 'no longer in the registry',
  'not-private': 'not from a private registry',
};

/**
 * A judgement in a sentence, for example `blocked by policy (The policy blocks findings of this severity: 1 critical)`.
 *
 * @public
 */
export function describeJudgement(judgement: ScanJudgement): string {
  const { status, reasons } = judgement;
  const words = SCAN_STATUS_WORDS[status];
  return reasons.length > 0 ? `${words} (${reasons.join('; ')})` : words;
}
