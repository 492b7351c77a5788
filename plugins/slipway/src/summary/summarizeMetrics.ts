import { type Metrics } from '@slipway/plugin-slipway-common';
import { duration, percentage, period, requestRate } from './units';

/** For example `4.2 req/s, 0.1 % errors, p95 38 ms`, `no requests in 5 min`, `1 of 2 targets up`. */
export function summarizeMetrics(metrics: Metrics): string {
  const { targets, errorRatio, latencyP95 } = metrics;
  if (targets.total === 0) {
    return 'Prometheus has no target';
  }
  const parts: string[] = [];
  if (targets.up < targets.total) {
    parts.push(`${targets.up} of ${targets.total} targets up`);
  }
  parts.push(
    metrics.requestRate === undefined
      ? `no requests in ${period(metrics.windowSeconds)}`
      : requestRate(metrics.requestRate),
  );
  if (errorRatio !== undefined) {
    parts.push(`${percentage(errorRatio)} errors`);
  }
  if (latencyP95 !== undefined) {
    parts.push(`p95 ${duration(latencyP95)}`);
  }
  const firing = (metrics.alerts ?? []).filter(
    ({ state }) => state === 'firing',
  ).length;
  if (firing > 0) {
    parts.push(firing === 1 ? '1 alert firing' : `${firing} alerts firing`);
  }
  return parts.join(', ');
}

/** The first reason why the service is not measured; that no request came is in the summary already. */
export function diagnosisLine(metrics: Metrics): string | undefined {
  return metrics.diagnoses?.find(({ cause }) => cause !== 'no-request-yet')
    ?.message;
}
