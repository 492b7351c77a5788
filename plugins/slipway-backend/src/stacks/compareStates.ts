import {
  type StateAssessment,
  type StateFinding,
} from '@slipway/plugin-slipway-node';

/** A state with what S3 says of its object. */
export interface ComparableState {
  assessment: StateAssessment;
  /** Bytes. */
  size: number;
}

// Below this share of what was there, a change is more likely a loss than work.
const COLLAPSE = 0.5;

const COMPARE =
  'Compare it with the version before it. If nobody did this on purpose,';
const OTHERWISE =
  'Otherwise restore the version before it before anything is applied';

/**
 * What makes a state doubtful that is sound by itself: Terraform keeps the lineage for ever and raises the serial with every
 * change (`internal/states/remote/state.go`), so a state that does otherwise was put there by something else. This is what
 * finds damage inside a value, where the rest still reads as a state.
 *
 * @param current - what lies on the key
 * @param earlier - the newest sound version before it
 * @returns what is doubtful, or nothing.
 */
export function compareStates(
  current: ComparableState,
  earlier: ComparableState,
): StateFinding | undefined {
  const now = current.assessment;
  const before = earlier.assessment;
  const [serial = 0, serialBefore = 0] = [now.serial, before.serial];
  const [count = 0, countBefore = 0] = [
    now.resourceCount,
    before.resourceCount,
  ];
  if (now.lineage !== before.lineage) {
    return {
      message: `The state has another lineage than the version before it (serial ${serialBefore}, ${countBefore} resources): it was started anew, or belongs to another stack`,
      remedy: `${COMPARE} restore the version before it: what it names may run without anybody knowing`,
    };
  }
  if (serial < serialBefore) {
    return {
      message: `The serial went down from ${serialBefore} to ${serial}: an earlier state was put onto the key`,
      remedy: `Run a drift check: what was made after serial ${serial} is missing here. The next apply clears this`,
    };
  }
  if (serial === serialBefore && now.digest !== before.digest) {
    return {
      message: `The state differs from the version before it and has the same serial ${serial}: something other than Terraform changed it`,
      remedy: `${COMPARE} restore the version before it`,
    };
  }
  if (count < countBefore * COLLAPSE) {
    return {
      message: `${
        countBefore - count
      } of ${countBefore} resources vanished between serial ${serialBefore} and ${serial}`,
      remedy: `Nothing, if they were removed on purpose; the next apply clears this. ${OTHERWISE}`,
    };
  }
  if (count === countBefore && current.size < earlier.size * COLLAPSE) {
    return {
      message: `The state shrank from ${earlier.size} to ${current.size} bytes between serial ${serialBefore} and ${serial}, with as many resources`,
      remedy: `Run a drift check. ${OTHERWISE}`,
    };
  }
  return undefined;
}
