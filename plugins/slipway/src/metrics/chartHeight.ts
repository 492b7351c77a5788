/** Pixels that a chart takes, loaded or not. */
export const CHART_HEIGHT = 200;
