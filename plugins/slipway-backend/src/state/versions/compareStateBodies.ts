import {
  assessState,
  defineStateWork,
  type StateBytes,
} from '@slipway/plugin-slipway-node';
import { stackFacts, type ReadState } from '../../stacks';
import { stateDifference } from './stateDifference';

/** Two states, and what differs between them. */
export interface ComparedStates {
  from: ReadState;
  to: ReadState;
  difference: ReturnType<typeof stateDifference>;
}

/** Compares two state objects, however large. The bodies may be moved away by it. One without bytes is one that is not there. */
export const compareStateBodies = defineStateWork({
  name: 'slipway: compare two states',
  file: () => __filename,
  work: (states): ComparedStates => {
    const [from, to] = states.map(read);
    return {
      from: from.said,
      to: to.said,
      difference: stateDifference(from.file, to.file),
    };
  },
});

function read({ body, release }: StateBytes) {
  const { file, ...assessment } = assessState(body, { release });
  return { file, said: { assessment, facts: file && stackFacts(file) } };
}
