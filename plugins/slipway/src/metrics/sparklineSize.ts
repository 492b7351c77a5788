/** Pixels that a sparkline takes, loaded or not. */
export const SPARKLINE = { width: 56, height: 24 };
