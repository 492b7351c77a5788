import {
  addressOf,
  assessState,
  type StateFile,
  type StateStore,
} from '@slipway/plugin-slipway-node';
import { callAws, ProblemError } from '../problems';
import { stackFacts, type StackKey } from '../stacks';

/** A state that a plan can be made of. */
export interface SoundState {
  serial: number;
  lastModified: Date;
  /** The entity that the stack names. */
  entityRef?: string;
  /** Addresses of what the stack owns. */
  addresses: string[];
}

/**
 * Reads the state of a stack.
 *
 * @throws ProblemError when there is none, or none that a plan can be made of.
 */
export async function readSoundState(
  key: StackKey,
  state: Pick<StateStore, 'readState'>,
): Promise<SoundState> {
  const { environment, stack } = key;
  const subject = `state of the stack ${stack}`;
  const object = await callAws(
    { action: 's3:GetObject', subject, environment },
    () => state.readState({ kind: 'service', name: stack }),
  );
  if (object === undefined || object === 'not-modified') {
    throw new ProblemError({
      code: 'stack-not-provisioned',
      message: `The stack ${stack} has no state in environment ${environment} yet`,
      remedy: 'Wait for its first apply, or see the state facet',
    });
  }
  const { soundness, finding, serial, file } = assessState(object.body);
  if (soundness === 'no-resources') {
    throw new ProblemError({
      code: 'no-state',
      message: `The stack ${stack} has no resources in environment ${environment}: it was retired, or its state was lost`,
      remedy: 'See the state facet',
    });
  }
  // Terraform would plan to create everything again and call that a clean plan.
  if (soundness !== 'sound' || serial === undefined) {
    throw new ProblemError({
      code: 'state-damaged',
      message: `The state of the stack ${stack} in environment ${environment} is ${soundness}: a plan would mean nothing`,
      remedy: finding?.remedy ?? 'See the state facet',
    });
  }
  return {
    serial,
    lastModified: object.lastModified,
    entityRef: file && stackFacts(file).entityRef,
    addresses: file ? managedAddresses(file) : [],
  };
}

function managedAddresses(file: StateFile): string[] {
  return file.resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(resource =>
      resource.instances
        .filter(({ deposed }) => deposed === undefined)
        .map(({ index_key: index }) => addressOf(resource, index)),
    );
}
