import { type Problem } from '@slipway/plugin-slipway-common';
import { type Answer } from '../cache';
import { type StackFacts, type StackSnapshot } from '../stacks';
import { type StackServiceKey } from './ServiceKey';

/** What a facet other than `state` needs of a service: its facts, bound to the entity. A snapshot only where there is a stack. */
export type BoundFacts =
  | { facts: StackFacts; snapshot?: StackSnapshot; at: Date; problem?: Problem }
  | { facts?: undefined; snapshot?: undefined; problem: Problem };

/**
 * Whether a stack names another entity than the one that is looked at. Anyone may write any stack's name into an
 * annotation: only the stack itself says whose it is.
 */
export function bindingProblem(
  key: StackServiceKey,
  facts: StackFacts,
): Problem | undefined {
  if (facts.entityRef?.toLocaleLowerCase('en-US') === key.entityRef) {
    return undefined;
  }
  return {
    code: 'not-bound',
    message: `The stack ${key.stack} in environment ${key.environment} does not name ${key.entityRef} as its entity`,
    remedy:
      'Correct the annotation slipway.dev/stack, or provision the stack again with this entity',
  };
}

/**
 * The facts of a stack, if its state is sound and names the entity.
 */
export function boundFacts(
  key: StackServiceKey,
  answer: Answer<StackSnapshot>,
): BoundFacts {
  if (!answer.value) {
    return { problem: answer.problem };
  }
  const { facts, assessment } = answer.value;
  if (!facts) {
    return {
      problem: {
        code: 'state-damaged',
        message: `The state of the stack ${key.stack} in environment ${key.environment} cannot be used: it is ${assessment.soundness}`,
        remedy: assessment.finding?.remedy ?? 'See the state facet',
      },
    };
  }
  const unbound = bindingProblem(key, facts);
  if (unbound) {
    return { problem: unbound };
  }
  if (assessment.soundness === 'no-resources') {
    return {
      problem: {
        code: 'stack-not-provisioned',
        message: `The stack ${key.stack} owns nothing in environment ${key.environment}`,
        remedy: assessment.finding?.remedy ?? 'See the state facet',
      },
    };
  }
  const { at, problem } = answer;
  return { facts, snapshot: answer.value, at, problem };
}
