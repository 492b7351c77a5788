import { type MetricsUnit } from '@slipway/plugin-slipway-common';
import { bytes, count, duration, percentage, requestRate } from '../summary';

const FORMATS: Record<MetricsUnit, (value: number) => string> = {
  'requests-per-second': requestRate,
  ratio: percentage,
  seconds: duration,
  bytes,
  count,
};

/** A number of a chart with its unit. */
export function formatValue(value: number, unit: MetricsUnit): string {
  return FORMATS[unit](value);
}
