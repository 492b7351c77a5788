import { NotFoundError } from '@backstage/errors';
import { type PlacedService } from './ServiceKey';

/**
 * Refuses an environment that a service does not have.
 *
 * @throws NotFoundError naming both.
 */
export function requireEnvironment(
  placement: PlacedService,
  environment: string,
): void {
  if (!placement.environments.includes(environment)) {
    throw new NotFoundError(
      `${placement.entityRef} has no environment ${environment}`,
    );
  }
}
