import {
  type MetricsChart,
  type MetricsHistory,
} from '@slipway/plugin-slipway-common';
import { formatValue } from './formatValue';

/** The points of all lines of a chart at one moment: the time in milliseconds, and each line's value by its index. */
export type TimelineRow = { at: number } & { [line: number]: number | null };

/** A chart's points, moment by moment. */
export function timelineRows(
  chart: MetricsChart,
  { from, stepSeconds }: Pick<MetricsHistory, 'from' | 'stepSeconds'>,
): TimelineRow[] {
  const start = Date.parse(from);
  const length = Math.max(
    0,
    ...chart.series.map(({ points }) => points.length),
  );
  return Array.from({ length }, (_, index) => ({
    at: start + index * stepSeconds * 1_000,
    ...Object.fromEntries(
      chart.series.map(({ points }, line) => [line, points[index] ?? null]),
    ),
  }));
}

/** True when some line has a number. */
export function isMeasured({ series }: MetricsChart): boolean {
  return series.some(({ points }) => points.some(point => point !== null));
}

/** What a line tells in words: `p95 from 10 ms to 30 ms, now 20 ms`. */
export function describeSeries(
  name: string,
  points: readonly (number | null)[],
  unit: MetricsChart['unit'],
): string {
  const numbers = points.filter(point => point !== null);
  if (numbers.length === 0) {
    return `${name} not measured`;
  }
  const now = points.at(-1) ?? undefined;
  const least = formatValue(Math.min(...numbers), unit);
  const most = formatValue(Math.max(...numbers), unit);
  return `${name} from ${least} to ${most}, now ${
    now === undefined ? 'not measured' : formatValue(now, unit)
  }`;
}
