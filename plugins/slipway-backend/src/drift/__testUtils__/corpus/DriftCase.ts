import { type HandChanges } from './HandChanges';

/** The attributes of a resource in the state, by its address. */
export type StateAttributes = (address: string) => Record<string, string>;

/** One hand change, and what a check must say of it. */
export interface DriftCase {
  name: string;
  change(hand: HandChanges, state: StateAttributes): Promise<void>;
  /** `address attribute` of each finding, `address` for a whole resource; empty for noise, and for what is to be expected. */
  finds: string[];
}
