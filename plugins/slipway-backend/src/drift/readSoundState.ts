import { summarizeState, type StateStore } from '@slipway/plugin-slipway-node';
import { callAws, ProblemError } from '../problems';
import { readStateBody, type StackKey } from '../stacks';

/** Where states are read from. */
export type SoundStateSource = Pick<StateStore, 'readState'>;

/** A state that a plan can be made of. */
export interface SoundState {
  serial: number;
  etag: string;
  lastModified: Date;
  /** The entity that the stack names. */
  entityRef?: string;
}

/**
 * Reads the state of a stack, however large.
 *
 * @throws ProblemError when there is none, or none that a plan can be made of.
 */
export async function readSoundState(
  key: StackKey,
  source: SoundStateSource,
): Promise<SoundState> {
  const { environment, stack } = key;
  const object = await readState(key, source);
  if (object === undefined || object === 'not-modified') {
    throw new ProblemError({
      code: 'stack-not-provisioned',
      message: `The stack ${stack} has no state in environment ${environment} yet`,
      remedy: 'Wait for its first apply, or see the state facet',
    });
  }
  const { etag, lastModified, body } = object;
  const { assessment, facts } = await callAws(callOf(key), () =>
    readStateBody(body),
  );
  const { soundness, finding, serial } = assessment;
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
  return { serial, etag, lastModified, entityRef: facts?.entityRef };
}

/** Whether the state of a stack is another one by now. */
export async function hasMoved(
  key: StackKey,
  options: { from: SoundState; source: SoundStateSource },
): Promise<boolean> {
  const { etag } = options.from;
  return (await readState(key, options.source, { etag })) !== 'not-modified';
}

/** Addresses of what a stack owns. */
export async function readAddresses(
  key: StackKey,
  source: SoundStateSource,
): Promise<string[]> {
  const object = await readState(key, source);
  return object === undefined || object === 'not-modified'
    ? []
    : (await callAws(callOf(key), () => summarizeState(object.body))).addresses;
}

async function readState(
  key: StackKey,
  source: SoundStateSource,
  options: { etag?: string } = {},
) {
  return callAws(callOf(key), () =>
    source.readState({ kind: 'service', name: key.stack }, options),
  );
}

function callOf({ environment, stack }: StackKey) {
  const subject = `state of the stack ${stack}`;
  return { action: 's3:GetObject', subject, environment };
}
