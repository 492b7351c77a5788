import { type MetricsChart } from '@slipway/plugin-slipway-common';
import { type RangeSeries } from './PrometheusClient';

// More lines than these cannot be told apart.
const MAX_SERIES = 10;

/**
 * The lines of a chart. A line is called by its query, or by the labels of its series where a query may have several.
 */
export function seriesOf(
  answers: readonly { name?: string; series: readonly RangeSeries[] }[],
): Pick<MetricsChart, 'series' | 'omittedSeries'> {
  const all = answers.flatMap(({ name, series }) =>
    series.map(({ labels, points }) => ({
      name: name ?? nameOf(labels),
      points,
    })),
  );
  const omittedSeries = all.length - MAX_SERIES;
  return {
    series: all.slice(0, MAX_SERIES),
    ...(omittedSeries > 0 && { omittedSeries }),
  };
}

function nameOf(labels: Record<string, string>): string {
  const { __name__: metric = '', ...rest } = labels;
  const text = Object.entries(rest)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
  return [metric, text].filter(Boolean).join(' ') || 'value';
}
