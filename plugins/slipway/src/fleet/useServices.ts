import { useCallback, useState } from 'react';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { type Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  ECS_SERVICE_ARN_ANNOTATION,
  STACK_ANNOTATION,
  type Problem,
} from '@slipway/plugin-slipway-common';
import { toProblem } from '../api';
import { useLatest, useRefresh } from '../refresh';

const REFRESH_INTERVAL = 60_000;
// Each service on the page costs an overview, so a page is small.
const PAGE_SIZE = 20;

/** One page of the services in the catalog; undefined while it is loaded. */
export type LoadedServices = {
  services?: Entity[];
  total?: number;
  problem?: Problem;
  /** Undefined on the last page. */
  showNext?: () => void;
  /** Undefined on the first page. */
  showPrevious?: () => void;
};

/** The Components that are services, by name. */
export function useServices(): LoadedServices {
  const catalogApi = useApi(catalogApiRef);
  const [cursor, setCursor] = useState<string>();
  const load = useCallback(
    () =>
      catalogApi.queryEntities({
        ...(cursor
          ? { cursor }
          : {
              filter: [STACK_ANNOTATION, ECS_SERVICE_ARN_ANNOTATION].map(
                annotation => ({
                  kind: 'Component',
                  [`metadata.annotations.${annotation}`]: CATALOG_FILTER_EXISTS,
                }),
              ),
              orderFields: { field: 'metadata.name', order: 'asc' },
            }),
        limit: PAGE_SIZE,
      }),
    [catalogApi, cursor],
  );
  const { value, error, refresh } = useLatest(load);
  useRefresh(refresh, REFRESH_INTERVAL);
  const { nextCursor, prevCursor } = value?.pageInfo ?? {};
  return {
    services: value?.items,
    total: value?.totalItems,
    problem: error ? toProblem(error) : undefined,
    showNext: nextCursor ? () => setCursor(nextCursor) : undefined,
    showPrevious: prevCursor ? () => setCursor(prevCursor) : undefined,
  };
}
