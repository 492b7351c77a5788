import { ProblemError } from '../problems';

/** An environment without a Prometheus. */
export function notConfigured(environment: string): ProblemError {
  return new ProblemError({
    code: 'not-configured',
    message: `Environment ${environment} has no Prometheus`,
    remedy: `Set slipway.environments.${environment}.prometheus.url`,
  });
}
