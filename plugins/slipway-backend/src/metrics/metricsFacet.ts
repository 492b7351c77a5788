import { type Task } from '@aws-sdk/client-ecs';
import {
  type FacetResult,
  type Metrics,
  type Problem,
  type Verdict,
} from '@slipway/plugin-slipway-common';
import { type Answer } from '../cache';
import { notReleased, type ObservedService } from '../deployments';
import { facetProblem, facetResult, oldest } from '../facets';
import { type BoundFacts, type ServiceKey, serviceNameOf } from '../services';
import { alertsOf } from './alerts';
import { diagnose } from './diagnose';
import { joinTargets } from './joinTargets';
import { type MeasuredNumbers } from './metricsModel';
import { type AlertingRule, type Targets } from './PrometheusClient';
import { type MeasurementSetup, UNKNOWN_SETUP } from './setup';

const NO_TARGETS: Targets = { active: [], dropped: [] };
// One failed request in twenty is worth a look whatever the service promises.
const ERROR_RATIO_ATTENTION = 0.05;

/** What the metrics facet is made of. */
export interface MetricsFacetParts {
  bound: BoundFacts;
  observed: ObservedService[];
  /** Absent when the stack has no ECS service. */
  measured?: {
    ecsService: string;
    numbers: Answer<MeasuredNumbers>;
    /** Of the whole environment. */
    rules: Answer<AlertingRule[]>;
    /** Of the whole environment; absent where nothing is to be explained. */
    targets?: Answer<Targets>;
    /** Of the service; absent likewise. */
    tasks?: Answer<Task[]>;
    /** Of its repository; absent likewise. */
    setup?: MeasurementSetup;
    /** Where people change what Prometheus scrapes, from config. */
    scrapeConfigUrl?: string;
  };
}

/**
 * The metrics facet: is the service measured, and does it answer well.
 */
export function metricsFacet(
  key: ServiceKey,
  parts: MetricsFacetParts,
): FacetResult<Metrics> {
  const { bound, observed, measured } = parts;
  if (!bound.facts) {
    return facetProblem(bound.problem);
  }
  if (!measured) {
    return facetProblem(notReleased(key));
  }
  const { ecsService, numbers, rules, targets, tasks } = measured;
  const { setup = UNKNOWN_SETUP, scrapeConfigUrl } = measured;
  if (!numbers.value) {
    return facetProblem(numbers.problem);
  }
  const running = runningTasks(observed);
  const joined = joinTargets(
    targets?.value ?? NO_TARGETS,
    ecsService,
    tasks?.value ?? [],
  );
  const { up, total, empty } = numbers.value.targets;
  const metrics: Metrics = {
    ...numbers.value,
    targets: { up, total, errors: joined.errors },
    alerts: rules.value && alertsOf(rules.value, ecsService),
    sourceProblem: rules.problem ?? targets?.problem ?? tasks?.problem,
    // What cannot be seen is not blamed on anything.
    diagnoses:
      targets?.problem && !targets.value
        ? []
        : diagnose({
            numbers: numbers.value,
            targets: joined,
            running,
            passesHealthChecks: observed.some(passesHealthChecks),
            setup,
            scrapeConfigUrl,
          }),
  };
  return facetResult({
    verdict: empty > 0 ? 'attention' : metricsVerdict(metrics, running),
    at: oldest(bound.at, numbers.at),
    data: metrics,
    problem: numbers.problem ?? blindness(key, metrics, running),
  });
}

/** Tasks that run, as ECS counts them. */
export function runningTasks(observed: readonly ObservedService[]): number {
  return observed.reduce(
    (count, { answer }) => count + (answer.value?.service.runningCount ?? 0),
    0,
  );
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
  if (
    up < total ||
    (metrics.errorRatio ?? 0) >= ERROR_RATIO_ATTENTION ||
    metrics.alerts?.some(({ state }) => state === 'firing')
  ) {
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
    message: `Prometheus of environment ${
      key.environment
    } scrapes no target of ${serviceNameOf(key)}`,
    remedy:
      running > 0
        ? 'See below what keeps it from being measured'
        : 'Nothing runs that could be scraped: see the deployments',
  };
}
