import {
  assessState,
  defineStateWork,
  type StateAssessment,
} from '@slipway/plugin-slipway-node';
import { stackFacts, type StackFacts } from './stackFacts';

/** What a state object says, without its content. */
export interface ReadState {
  assessment: StateAssessment;
  facts?: StackFacts;
}

/** Reads a state object, however large. The body may be moved away by it. */
export const readStateBody = defineStateWork({
  name: 'slipway: read a state',
  file: () => __filename,
  work: ([{ body, release }]): ReadState => {
    const { file, ...assessment } = assessState(body, { release });
    return { assessment, facts: file && stackFacts(file) };
  },
});
