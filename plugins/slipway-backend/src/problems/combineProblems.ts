import { type Problem } from '@slipway/plugin-slipway-common';

/** Several problems as one, which says them all and has the code of the first; undefined where there is none. */
export function combineProblems(
  problems: readonly (Problem | undefined)[],
): Problem | undefined {
  const distinct = new Map(
    problems
      .filter(problem => problem !== undefined)
      .map(problem => [problem.message, problem]),
  );
  const [first, ...others] = distinct.values();
  if (others.length === 0) {
    return first;
  }
  const texts = (key: 'message' | 'remedy') =>
    [...new Set([first, ...others].map(problem => problem[key]))].join('. ');
  return { ...first, message: texts('message'), remedy: texts('remedy') };
}
