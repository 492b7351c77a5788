import { type MetricsRange } from '@slipway/plugin-slipway-common';

/** A range of time as it is asked for, in seconds. At most some 180 points a series. */
export interface RangeSettings {
  length: number;
  step: number;
  /** The window of rates: long enough for a scrape interval of a minute, and for no event to fall between two points. */
  window: number;
}

/** The window of the numbers of the last minutes, in seconds. */
export const WINDOW_SECONDS = 300;

/** What each range that a caller may choose means. */
export const RANGES: Record<MetricsRange, RangeSettings> = {
  '1h': { length: 3_600, step: 30, window: WINDOW_SECONDS },
  '6h': { length: 6 * 3_600, step: 120, window: WINDOW_SECONDS },
  '24h': { length: 24 * 3_600, step: 600, window: 600 },
  '7d': { length: 7 * 24 * 3_600, step: 3_600, window: 3_600 },
};

/** The range of a sparkline: few points, of which the last is the number of now. */
export const TREND: RangeSettings = {
  length: 3_600,
  step: 120,
  window: WINDOW_SECONDS,
};
