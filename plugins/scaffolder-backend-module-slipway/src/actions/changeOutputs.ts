import { type Stack } from '@slipway/plugin-slipway-common';
import { type PlanSummary } from '@slipway/plugin-slipway-node';
import { describeChanges } from '../stacks';

/** What every action that plans or applies puts out. */
export type ChangeOutputs = {
  summary: string;
  changed: boolean;
  added: number;
  updated: number;
  destroyed: number;
  serial?: number;
};

/** The outputs of an action from what a plan did, or (with `planned`) would do. */
export function changeOutputs(options: {
  stack: Stack;
  environment: string;
  summary: PlanSummary;
  planned?: boolean;
  serial?: number;
}): ChangeOutputs {
  const { summary, serial } = options;
  const { add, change, destroy } = summary.counts;
  return {
    summary: describeChanges(options),
    changed: summary.hasChanges,
    added: add,
    updated: change,
    destroyed: destroy,
    ...(serial === undefined ? {} : { serial }),
  };
}

/** Hands every value to an action's `output`. */
export function putOut<T extends object>(
  values: T,
  output: (name: keyof T, value: T[keyof T]) => void,
): void {
  for (const name of Object.keys(values) as (keyof T)[]) {
    output(name, values[name]);
  }
}
