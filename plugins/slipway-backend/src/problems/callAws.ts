import { ProblemError } from './ProblemError';
import { awsProblem, type AwsCall } from './awsProblem';

/**
 * Makes one call to AWS and turns its failure into a {@link ProblemError}.
 */
export async function callAws<T>(
  call: AwsCall,
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw error instanceof ProblemError
      ? error
      : new ProblemError(awsProblem(error, call), error);
  }
}
