import {
  type FacetResult,
  type Problem,
  type Soundness,
  type State,
  type Verdict,
} from '@slipway/plugin-slipway-common';
import { type Answer } from '../cache';
import { facetProblem, facetResult } from '../facets';
import { bindingProblem, type StackServiceKey } from '../services';
import { type EarlierState, type StackSnapshot } from '../stacks';
import { judgeLock } from './judgeLock';
import { ownerFacts } from './ownerFacts';

const VERDICTS: Record<Soundness, Verdict> = {
  sound: 'healthy',
  encrypted: 'unknown',
  deleted: 'failing',
  empty: 'failing',
  malformed: 'failing',
  'unsupported-version': 'failing',
  'no-resources': 'attention',
};

// What damages a state silently shows only beside its earlier versions.
const NOT_COMPARED: Problem = {
  code: 'check-pending',
  message:
    'The state is sound by itself; it is being compared with its earlier versions',
  remedy: 'The next refresh shows the result',
};

/**
 * The state facet: is the state sound, by itself and beside its earlier versions, how old is it, who holds its lock.
 */
export function stateFacet(
  key: StackServiceKey,
  answer: Answer<StackSnapshot>,
  now: Date = new Date(),
): FacetResult<State> {
  if (!answer.value) {
    return facetProblem(answer.problem);
  }
  const { value: snapshot, at } = answer;
  const problem = answer.problem ?? snapshot.historyProblem;
  const { assessment, history } = snapshot;
  const { soundness } = assessment;
  const facts = ownerFacts(snapshot);
  if (!facts) {
    // Whose stack it is cannot be read, so the damage is all that is told.
    const data = { soundness, finding: assessment.finding };
    return facetResult({ verdict: VERDICTS[soundness], at, data, problem });
  }
  const unbound = bindingProblem(key, facts);
  if (unbound) {
    return facetProblem(unbound);
  }
  const data = stateModel(snapshot, now);
  if (soundness !== 'sound') {
    return facetResult({ verdict: VERDICTS[soundness], at, data, problem });
  }
  if (history?.doubt ?? data.lock?.remedy) {
    return facetResult({ verdict: 'attention', at, data, problem });
  }
  return history
    ? facetResult({ verdict: 'healthy', at, data, problem })
    : facetResult({
        verdict: 'unknown',
        at,
        data,
        problem: problem ?? NOT_COMPARED,
      });
}

function stateModel(snapshot: StackSnapshot, now: Date): State {
  const { assessment, object, lock, history } = snapshot;
  const finding = history?.doubt ?? assessment.finding;
  const lastGood = finding && history?.lastGood;
  return {
    soundness: assessment.soundness,
    finding,
    serial: assessment.serial,
    lineage: assessment.lineage,
    terraformVersion: assessment.terraformVersion,
    resourceCount: assessment.resourceCount,
    size: object?.size,
    lastModified: object?.lastModified.toISOString(),
    lock: lock && judgeLock(lock, now),
    lastGood: lastGood && lastGoodModel(lastGood),
  };
}

function lastGoodModel({
  versionId,
  assessment,
  size,
  lastModified,
}: EarlierState): State['lastGood'] {
  return {
    id: versionId,
    serial: assessment.serial,
    lineage: assessment.lineage,
    terraformVersion: assessment.terraformVersion,
    resourceCount: assessment.resourceCount,
    size,
    lastModified: lastModified.toISOString(),
  };
}
