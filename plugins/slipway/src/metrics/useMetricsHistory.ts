import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  type MetricsHistory,
  type MetricsRange,
  type Problem,
} from '@slipway/plugin-slipway-common';
import {
  slipwayApiRef,
  toProblem,
  type RequestOptions,
  type ServiceLocation,
} from '../api';
import { useLatest, useRefresh } from '../refresh';

const REFRESH_INTERVAL = 60_000;

/** The charts of a service; both are undefined while they are loaded. The problem may stand beside older charts. */
export type LoadedMetricsHistory = {
  history?: MetricsHistory;
  problem?: Problem;
};

/** Loads the charts of a service over a range, and again every minute. */
export function useMetricsHistory(
  { entityRef, environment }: ServiceLocation,
  range: MetricsRange,
): LoadedMetricsHistory {
  const api = useApi(slipwayApiRef);
  const load = useCallback(
    (options: RequestOptions) =>
      api.getMetricsHistory({ entityRef, environment, range }, options),
    [api, entityRef, environment, range],
  );
  const { value, error, refresh } = useLatest(load);
  useRefresh(refresh, REFRESH_INTERVAL);
  return {
    history: value && 'data' in value ? value.data : undefined,
    problem: error ? toProblem(error) : value?.problem,
  };
}
