import { type Diagnosis } from '@slipway/plugin-slipway-common';
import { failureRules } from './failureRules';

/**
 * What a known cause means and what to do about it; undefined for a cause that no rule knows.
 *
 * @param failure - ECS's words, and the exit code of the container that is to blame.
 */
export function diagnose(failure: {
  text: string;
  exitCode?: number;
}): Diagnosis | undefined {
  const rule = failureRules.find(({ text, exitCode }) =>
    text ? text.test(failure.text) : exitCode === failure.exitCode,
  );
  return rule && { explanation: rule.explanation, fix: rule.fix };
}
