import {
  type FacetResult,
  type Soundness,
  type State,
  type Verdict,
} from '@slipway/plugin-slipway-common';
import { type Answer } from '../cache';
import { facetProblem, facetResult } from '../facets';
import { bindingProblem, type ServiceKey } from '../services';
import { type StackSnapshot } from '../stacks';

const VERDICTS: Record<Soundness, Verdict> = {
  sound: 'healthy',
  encrypted: 'unknown',
  deleted: 'failing',
  empty: 'failing',
  malformed: 'failing',
  'unsupported-version': 'failing',
  'no-resources': 'attention',
};

/**
 * The state facet: is the state sound, how old is it, who holds its lock.
 */
export function stateFacet(
  key: ServiceKey,
  answer: Answer<StackSnapshot>,
): FacetResult<State> {
  if (!answer.value) {
    return facetProblem(answer.problem);
  }
  const { value: snapshot, at, problem } = answer;
  const { soundness, finding } = snapshot.assessment;
  const verdict = VERDICTS[soundness];
  if (!snapshot.facts) {
    // Whose stack it is cannot be read from a damaged state, so the damage is all that is told.
    return facetResult({ verdict, at, data: { soundness, finding }, problem });
  }
  const unbound = bindingProblem(key, snapshot.facts);
  if (unbound) {
    return facetProblem(unbound);
  }
  return facetResult({
    verdict: snapshot.lock?.corrupt ? 'attention' : verdict,
    at,
    data: stateModel(snapshot),
    problem,
  });
}

function stateModel(snapshot: StackSnapshot): State {
  const { assessment, object, lock } = snapshot;
  const resources = assessment.file?.resources ?? [];
  return {
    soundness: assessment.soundness,
    finding: assessment.finding,
    serial: assessment.serial,
    lineage: assessment.lineage,
    terraformVersion: assessment.file?.terraform_version,
    resourceCount: resources
      .filter(resource => resource.mode === 'managed')
      .reduce((count, resource) => count + resource.instances.length, 0),
    size: object?.size,
    lastModified: object?.lastModified.toISOString(),
    lock,
  };
}
