import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The state of the service root as Terraform 1.11.4 and the AWS provider 5.100 wrote it, against the emulator. */
export const recordedState = readFileSync(join(__dirname, 'recordedState.txt'));

/** What a test changes: the parsed state, as loose as damage is. */
export interface LooseState {
  [key: string]: unknown;
  serial: number;
  resources: {
    mode: string;
    type: string;
    instances: { attributes: Record<string, unknown> }[];
    [key: string]: unknown;
  }[];
}

/** A recorded state, changed. */
export function changedState(change: (state: LooseState) => void): Buffer {
  const state: LooseState = JSON.parse(recordedState.toString('utf8'));
  change(state);
  return Buffer.from(JSON.stringify(state, undefined, 2));
}
