import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  type Deployments,
  type DeploymentsDetails,
  type Problem,
} from '@slipway/plugin-slipway-common';
import {
  slipwayApiRef,
  toProblem,
  type RequestOptions,
  type ServiceLocation,
} from '../api';
import { useLatest, useRefresh } from '../refresh';
import { isRollingOut } from './isRollingOut';

const PROGRESSING_INTERVAL = 10_000;
const CALM_INTERVAL = 60_000;

/** What the tab shows beyond the facet. Details and problem are undefined while it is loaded. */
export type LoadedDeploymentsDetails = {
  details?: DeploymentsDetails;
  problem?: Problem;
  /** True when the details could not be renewed. */
  isStale: boolean;
};

/**
 * Loads the details of the deployments: every ten seconds while a rollout progresses, every minute otherwise.
 *
 * @param deployments - what the facet knows; nothing is loaded without it
 */
export function useDeploymentsDetails(
  location: ServiceLocation,
  deployments: Deployments | undefined,
): LoadedDeploymentsDetails {
  const { entityRef, environment } = location;
  const api = useApi(slipwayApiRef);
  const known = deployments !== undefined;
  const load = useCallback(
    async (options: RequestOptions) =>
      known
        ? api.getDeploymentsDetails({ entityRef, environment }, options)
        : undefined,
    [api, entityRef, environment, known],
  );
  const { value, error, refresh } = useLatest(load);
  const progressing = deployments && isRollingOut(deployments);
  useRefresh(refresh, progressing ? PROGRESSING_INTERVAL : CALM_INTERVAL);
  return {
    details: value,
    problem: error ? toProblem(error) : value?.problem,
    isStale: error !== undefined && value !== undefined,
  };
}
