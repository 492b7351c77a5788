import { type Metrics } from '@slipway/plugin-slipway-common';
import { type RangeSeries, type Sample } from './PrometheusClient';
import { TREND } from './ranges';

/** What our queries say of a service. `empty` are targets that are up and gave no sample. */
export type MeasuredNumbers = Omit<
  Metrics,
  'targets' | 'alerts' | 'sourceProblem' | 'diagnoses'
> & { targets: { up: number; total: number; empty: number } };

/** The answers to our queries. */
export interface MetricsParts {
  /** `up` and `scrape_samples_scraped` of each target. */
  scrapes: Sample[];
  requestRate: RangeSeries[];
  errorRatio: RangeSeries[];
  latencyP95: RangeSeries[];
  /** The moment of the last point. */
  end: Date;
}

const EMPTY: readonly null[] = Array.from(
  { length: TREND.length / TREND.step + 1 },
  () => null,
);

/**
 * The metrics of a service from what Prometheus answered. What is not a number is left out: it is not zero.
 */
export function metricsModel(parts: MetricsParts): MeasuredNumbers {
  const requestRate = pointsOf(parts.requestRate);
  const errorRatio = pointsOf(parts.errorRatio);
  const latencyP95 = pointsOf(parts.latencyP95);
  const up = named(parts.scrapes, 'up');
  const reached = up.filter(({ value }) => value === 1);
  const silent = new Set(
    named(parts.scrapes, 'scrape_samples_scraped')
      .filter(({ value }) => value === 0)
      .map(targetOf),
  );
  return {
    targets: {
      up: reached.length,
      total: up.length,
      empty: reached.filter(sample => silent.has(targetOf(sample))).length,
    },
    requestRate: last(requestRate),
    errorRatio: last(errorRatio),
    latencyP95: last(latencyP95),
    windowSeconds: TREND.window,
    trend: {
      from: new Date(parts.end.getTime() - TREND.length * 1000).toISOString(),
      stepSeconds: TREND.step,
      requestRate,
      errorRatio,
      latencyP95,
    },
  };
}

function named(samples: readonly Sample[], name: string): Sample[] {
  return samples.filter(({ labels }) => labels.__name__ === name);
}

function targetOf({ labels: { __name__: _, ...target } }: Sample): string {
  return JSON.stringify(Object.entries(target).sort());
}

function pointsOf(series: RangeSeries[]): (number | null)[] {
  return series[0]?.points ?? [...EMPTY];
}

function last(points: readonly (number | null)[]): number | undefined {
  return points.at(-1) ?? undefined;
}
