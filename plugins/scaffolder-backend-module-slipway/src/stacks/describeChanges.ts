import { type Stack } from '@slipway/plugin-slipway-common';
import { stackId, type PlanSummary } from '@slipway/plugin-slipway-node';

/** What a plan did, or would do, in one sentence. */
export function describeChanges(options: {
  stack: Stack;
  environment: string;
  summary: PlanSummary;
  planned?: boolean;
}): string {
  const { stack, environment, summary, planned = false } = options;
  const subject = `The stack ${stackId(stack)} in ${environment}`;
  if (!summary.hasChanges) {
    return `${subject} is what was declared: no changes.`;
  }
  const { add, change, destroy, import: adopted } = summary.counts;
  const parts = [
    `${add} to add`,
    `${change} to change`,
    `${destroy} to destroy`,
    ...(adopted > 0 ? [`${adopted} to adopt`] : []),
  ];
  const text = parts.join(', ');
  return planned
    ? `${subject}: ${text}.`
    : `${subject}: ${text
        .replace('to add', 'added')
        .replace('to change', 'changed')
        .replace('to destroy', 'destroyed')
        .replace('to adopt', 'adopted')}.`;
}
