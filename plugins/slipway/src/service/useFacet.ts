import { useMemo } from 'react';
import { type FacetResult } from '@slipway/plugin-slipway-common';
import { toProblem, type RequestOptions } from '../api';
import { useLatest } from '../refresh';
import { withProblem } from './facetResult';

/** One facet's answer, undefined until there is one. */
export type LoadedFacet<T> = {
  result?: FacetResult<T>;
  refresh: () => void;
};

/** Loads one facet. What the portal itself fails at becomes a problem of the facet. */
export function useFacet<T>(
  load: (options: RequestOptions) => Promise<FacetResult<T>>,
): LoadedFacet<T> {
  const { value, error, refresh } = useLatest(load);
  const result = useMemo(
    () => (error ? withProblem(value, toProblem(error)) : value),
    [value, error],
  );
  return { result, refresh };
}
