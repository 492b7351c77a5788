import {
  type FacetResult,
  type Metrics,
  type Problem,
  type Verdict,
} from '@slipway/plugin-slipway-common';
import { type Answer } from '../cache';
import { notReleased, type ObservedService } from '../deployments';
import { facetProblem, facetResult, oldest } from '../facets';
import { type BoundFacts, type ServiceKey } from '../services';
import { diagnose } from './diagnose';

// One failed request in twenty is worth a look whatever the service promises.
const ERROR_RATIO_ATTENTION = 0.05;

/** What the metrics facet is made of. */
export interface MetricsFacetParts {
  bound: BoundFacts;
  observed: ObservedService[];
  /** Absent when the stack has no ECS service. */
  answer?: Answer<Metrics>;
}

/**
 * The metrics facet: is the service measured, and does it answer well.
 */
export function metricsFacet(
  key: ServiceKey,
  parts: MetricsFacetParts,
): FacetResult<Metrics> {
  const { bound, observed, answer } = parts;
  if (!bound.facts) {
    return facetProblem(bound.problem);
  }
  if (!answer) {
    return facetProblem(notReleased(key));
  }
  if (!answer.value) {
    return facetProblem(answer.problem);
  }
  const metrics = answer.value;
  const running = observed.reduce(
    (count, service) =>
      count + (service.answer.value?.service.runningCount ?? 0),
    0,
  );
  return facetResult({
    verdict: metricsVerdict(metrics, running),
    at: oldest(bound.at, answer.at),
    data: {
      ...metrics,
      diagnoses: diagnose({
        metrics,
        running,
        passesHealthChecks: observed.some(passesHealthChecks),
      }),
    },
    problem: answer.problem ?? blindness(key, metrics, running),
  });
}

// ECS completes a rollout behind a load balancer only when its health check passes.
function passesHealthChecks({ answer }: ObservedService): boolean {
  const service = answer.value?.service;
  return (
    (service?.loadBalancers ?? []).length > 0 &&
    (service?.deployments ?? []).some(
      ({ status, rolloutState }) =>
        status === 'PRIMARY' && rolloutState === 'COMPLETED',
    )
  );
}

function metricsVerdict(metrics: Metrics, running: number): Verdict {
  const { up, total } = metrics.targets;
  if (total === 0) {
    return running > 0 ? 'attention' : 'unknown';
  }
  if (up < total || (metrics.errorRatio ?? 0) >= ERROR_RATIO_ATTENTION) {
    return 'attention';
  }
  return 'healthy';
}

function blindness(
  key: ServiceKey,
  metrics: Metrics,
  running: number,
): Problem | undefined {
  if (metrics.targets.total > 0) {
    return undefined;
  }
  return {
    code: 'not-found',
    message: `Prometheus of environment ${key.environment} scrapes no target of ${key.stack}`,
    remedy:
      running > 0
        ? 'Check that the service discovery of Prometheus finds its tasks and sets the label ecs_service'
        : 'Nothing runs that could be scraped: see the deployments',
  };
}
