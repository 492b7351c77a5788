import { type Problem } from '@slipway/plugin-slipway-common';

/**
 * What a source said last: a value and its time, with `problem` when it could not be renewed since; or a problem alone.
 */
export type Answer<T> =
  | { value: T; at: Date; problem?: Problem }
  | { value?: undefined; at?: undefined; problem: Problem };
