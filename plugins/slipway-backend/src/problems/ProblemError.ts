import { CustomErrorBase } from '@backstage/errors';
import { type Problem } from '@slipway/plugin-slipway-common';

/**
 * Thrown where a source outside the portal gave no answer; carries the {@link Problem} that a person gets to see.
 */
export class ProblemError extends CustomErrorBase {
  name = 'ProblemError' as const;

  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(`${problem.message}. ${problem.remedy}`, cause);
    this.problem = problem;
  }
}

/**
 * The problem that an error stands for. What is not a {@link ProblemError} is a fault of ours: its text stays in the
 * log and does not reach the caller.
 */
export function problemOf(error: unknown, subject: string): Problem {
  if (error instanceof ProblemError) {
    return error.problem;
  }
  return {
    code: 'unexpected-answer',
    message: `Slipway could not make sense of ${subject}`,
    remedy:
      'The portal has logged the cause; look there, and report it if it stays',
  };
}
