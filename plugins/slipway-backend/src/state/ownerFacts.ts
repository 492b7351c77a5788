import { type StackFacts, type StackSnapshot } from '../stacks';

/** The facts that say whose a stack is: what a damaged or emptied state no longer says, the last sound version before it does. */
export function ownerFacts({
  assessment,
  facts,
  history,
}: StackSnapshot): StackFacts | undefined {
  return assessment.soundness === 'sound' || facts?.entityRef
    ? facts
    : history?.lastGood?.facts ?? facts;
}
