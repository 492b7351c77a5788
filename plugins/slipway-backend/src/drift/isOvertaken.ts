import { type ProblemCode } from '@slipway/plugin-slipway-common';
import { type DriftCheckRecord } from './driftFacet';

// Of a state that is there now they are not true any more.
const OF_NO_STATE: readonly ProblemCode[] = [
  'stack-not-provisioned',
  'no-state',
];

/**
 * Whether what is known of a stack's drift is of another state than the one that lies there now, and worth a check at once. Other
 * problems are tried again in their time.
 *
 * @param serial - of the state that lies there, which is sound
 */
export function isOvertaken(
  record: Pick<DriftCheckRecord, 'checking' | 'lastCheck' | 'problem'>,
  serial: number | undefined,
): boolean {
  const { checking, lastCheck, problem } = record;
  if (checking) {
    return false;
  }
  return problem
    ? OF_NO_STATE.includes(problem.code)
    : lastCheck !== undefined && lastCheck.serial !== serial;
}
