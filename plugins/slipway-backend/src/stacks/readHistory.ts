import { type Stack } from '@slipway/plugin-slipway-common';
import {
  type StateVersion,
  type StateAssessment,
  type StateFinding,
} from '@slipway/plugin-slipway-node';
import { compareStates } from './compareStates';
import { type StateSource } from './StackReader';
import { readStateBody } from './readStateBody';
import { type StackFacts } from './stackFacts';

/** An earlier version of a state that is sound. */
export interface EarlierState {
  versionId?: string;
  assessment: StateAssessment;
  facts: StackFacts;
  /** Bytes. */
  size: number;
  lastModified: Date;
}

/** What the versions before the current one say of it. */
export interface StateHistory {
  lastGood?: EarlierState;
  /** Why a state that is sound by itself is doubtful. */
  doubt?: StateFinding;
}

/** The state that lies on the key. */
export interface CurrentState {
  assessment: StateAssessment;
  /** Absent when it was deleted. */
  object?: { etag: string; versionId?: string; size: number };
}

// Whoever damages a state once often does it again while repairing it; farther back than this nobody wants to go unasked.
const MAX_BODIES = 3;

/**
 * Finds the newest sound version before the current one, and holds the current one to it. Costs one call for each body.
 *
 * @param versions - all versions, newest first
 */
export async function readHistory(
  reader: { source: Pick<StateSource, 'readState'>; stack: Stack },
  current: CurrentState,
  versions: StateVersion[],
): Promise<StateHistory> {
  const before = versionsBefore(current, versions);
  const lastGood = await findLastGood(reader, before);
  const { assessment, object } = current;
  if (!lastGood || !object || !assessment.digest) {
    return { lastGood };
  }
  const doubt = compareStates({ assessment, size: object.size }, lastGood);
  // A copy of an earlier version is a repair, as long as it does not lose what came after it.
  const restored =
    before.some(({ etag }) => etag === object.etag) &&
    assessment.serial === lastGood.assessment.serial;
  return { lastGood, doubt: restored ? undefined : doubt };
}

function versionsBefore(
  { object }: CurrentState,
  versions: StateVersion[],
): StateVersion[] {
  if (!object) {
    return versions;
  }
  // A version that came while we read is not one before.
  const index = versions.findIndex(
    ({ versionId }) => versionId === object.versionId,
  );
  return index < 0 ? [] : versions.slice(index + 1);
}

async function findLastGood(
  reader: { source: Pick<StateSource, 'readState'>; stack: Stack },
  versions: StateVersion[],
): Promise<EarlierState | undefined> {
  const bodies = versions.filter(({ deleted, size }) => !deleted && size > 0);
  for (const { versionId, size, lastModified } of bodies.slice(0, MAX_BODIES)) {
    const state = await reader.source.readState(reader.stack, { versionId });
    if (state !== undefined && state !== 'not-modified') {
      const { assessment, facts } = await readStateBody(state.body);
      if (assessment.soundness === 'sound' && facts) {
        return { versionId, assessment, facts, size, lastModified };
      }
    }
  }
  return undefined;
}
