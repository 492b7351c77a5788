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

const TICK = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** A number on an axis: however small the numbers are, neighbours are told apart. */
export function formatTick(value: number, unit: MetricsUnit): string {
  switch (unit) {
    case 'requests-per-second':
      return `${TICK.format(value)} req/s`;
    case 'ratio':
      return `${TICK.format(value * 100)} %`;
    case 'seconds':
      return value < 1
        ? `${TICK.format(value * 1_000)} ms`
        : `${TICK.format(value)} s`;
    default:
      return formatValue(value, unit);
  }
}
