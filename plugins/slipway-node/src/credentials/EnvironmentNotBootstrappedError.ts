import { CustomErrorBase } from '@backstage/errors';

/**
 * The environment lacks what its bootstrap makes: the state bucket or the stack user.
 *
 * @public
 */
export class EnvironmentNotBootstrappedError extends CustomErrorBase {
  name = 'EnvironmentNotBootstrappedError' as const;

  constructor(options: { environment: string; missing: string }) {
    super(
      `The environment ${options.environment} is not bootstrapped: ${options.missing} does not exist. Create it with the template "New environment".`,
    );
  }
}
