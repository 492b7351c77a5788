import { assessState, type StateAssessment } from './assessState';
import { defineStateWork } from './defineStateWork';
import { addressOf, type StateFile } from './stateFile';

/** What a state object says of itself and which resources it knows, without their content. @public */
export type StateSummary = Omit<StateAssessment, 'file'> & {
  /** Of managed resources. */
  addresses: string[];
};

/**
 * Judges a state object, however large, and lists what it knows. The body may be moved away by it.
 *
 * @throws ObjectTooLargeError
 * @public
 */
export const summarizeState = defineStateWork({
  name: 'slipway: summarize a state',
  file: () => __filename,
  work: ([{ body, release }]): StateSummary => {
    const { file, ...assessment } = assessState(body, { release });
    return { ...assessment, addresses: file ? managedAddresses(file) : [] };
  },
});

function managedAddresses(file: StateFile): string[] {
  const addresses = file.resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(resource =>
      resource.instances.map(({ index_key: index }) =>
        addressOf(resource, index),
      ),
    );
  return [...new Set(addresses)];
}
