import { NotFoundError } from '@backstage/errors';
import { type ServicePlacement } from '@slipway/plugin-slipway-common';

/**
 * Refuses an environment that a service does not have.
 *
 * @throws NotFoundError naming both.
 */
export function requireEnvironment(
  placement: ServicePlacement,
  environment: string,
): void {
  if (!placement.environments.includes(environment)) {
    throw new NotFoundError(
      `${placement.entityRef} has no environment ${environment}`,
    );
  }
}
