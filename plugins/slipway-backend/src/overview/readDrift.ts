import { type FacetResults } from '@slipway/plugin-slipway-common';
import { type DriftCheckRecord, driftFacet, isOvertaken } from '../drift';
import { type StackServiceKey } from '../services';
import { type StackKey } from '../stacks';
import { type Observation } from './ServiceObserver';

/** What the drift facet needs to know of checks. */
export interface DriftChecks {
  read(key: StackKey): Promise<DriftCheckRecord>;
  /** Asks for a check of a state that no check has seen. */
  checkChangedState(key: StackKey): Promise<void>;
}

/** The drift facet of a service. Asks for a check where the state has changed since the last one. */
export async function readDrift(
  key: StackServiceKey,
  { environment, bound, observed }: Observation,
  driftChecks: DriftChecks,
): Promise<FacetResults['drift']> {
  const record = await driftChecks.read(key);
  const { snapshot } = bound;
  // While someone holds the lock the state is about to change again.
  const settled = snapshot && !snapshot.lock;
  if (settled && isOvertaken(record, snapshot.assessment.serial)) {
    await driftChecks.checkChangedState(key);
    record.checking = true;
  }
  return driftFacet({
    bound,
    observed,
    record,
    interval: environment.drift.intervalMinutes * 60_000,
    ignore: environment.drift.ignore,
    now: new Date(),
  });
}
