import { useCallback } from 'react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  type Problem,
  type ServicePlacement,
} from '@slipway/plugin-slipway-common';
import { slipwayApiRef, toProblem, type RequestOptions } from '../api';
import { useLatest, useRefresh } from '../refresh';

const REFRESH_INTERVAL = 60_000;

/** Where the service of the entity page is; both are undefined while that is loaded. */
export type LoadedPlacement = {
  placement?: ServicePlacement;
  problem?: Problem;
};

/** The stack, if any, and the environments of the entity whose page this is. */
export function usePlacement(): LoadedPlacement {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const api = useApi(slipwayApiRef);
  const load = useCallback(
    (options: RequestOptions) => api.getPlacement(entityRef, options),
    [api, entityRef],
  );
  const { value, error, refresh } = useLatest(load);
  useRefresh(refresh, REFRESH_INTERVAL);
  return {
    placement: value,
    problem: error && !value ? toProblem(error) : undefined,
  };
}
