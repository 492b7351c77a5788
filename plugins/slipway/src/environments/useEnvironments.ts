import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  type EnvironmentSummary,
  type Problem,
} from '@slipway/plugin-slipway-common';
import { slipwayApiRef, toProblem, type RequestOptions } from '../api';
import { useLatest, useRefresh } from '../refresh';

const REFRESH_INTERVAL = 60_000;

/** The configured environments; undefined while they are loaded. The problem may stand beside older ones. */
export type LoadedEnvironments = {
  environments?: EnvironmentSummary[];
  problem?: Problem;
};

/** The environments that the portal is configured for. */
export function useEnvironments(): LoadedEnvironments {
  const api = useApi(slipwayApiRef);
  const load = useCallback(
    (options: RequestOptions) => api.getEnvironments(options),
    [api],
  );
  const { value, error, refresh } = useLatest(load);
  useRefresh(refresh, REFRESH_INTERVAL);
  return {
    environments: value,
    problem: error ? toProblem(error) : undefined,
  };
}
