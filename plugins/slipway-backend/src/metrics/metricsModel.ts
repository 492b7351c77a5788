import { type Metrics } from '@slipway/plugin-slipway-common';
import { type ActiveTarget, type Sample } from './PrometheusClient';
import { type QueryName, WINDOW_SECONDS } from './promql';

/** The answers to our queries, and the targets of the service. */
export type MetricsParts = Record<QueryName, Sample[]> & {
  targets: ActiveTarget[];
};

/**
 * The metrics of a service from what Prometheus answered. What is not a number is left out: it is not zero.
 */
export function metricsModel(parts: MetricsParts): Metrics {
  return {
    targets: {
      up: parts.up.filter(sample => sample.value === 1).length,
      total: parts.up.length,
      errors: [
        ...new Set(
          parts.targets.map(target => target.lastError).filter(text => text),
        ),
      ],
    },
    requestRate: numberOf(parts.requestRate),
    errorRatio: numberOf(parts.errorRatio),
    latencyP95: numberOf(parts.latencyP95),
    windowSeconds: WINDOW_SECONDS,
  };
}

function numberOf(samples: Sample[]): number | undefined {
  const value = samples[0]?.value;
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
