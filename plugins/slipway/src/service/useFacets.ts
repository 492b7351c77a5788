import { useMemo } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  facetsVerdict,
  type FacetResults,
  type Verdict,
} from '@slipway/plugin-slipway-common';
import {
  slipwayApiRef,
  type RequestOptions,
  type ServiceLocation,
} from '../api';
import { isRollingOut } from '../deployments';
import { useRefresh } from '../refresh';
import { dataOf, isChecking } from './facetResult';
import { useFacet } from './useFacet';

const SECOND = 1_000;
const CHECKING_INTERVAL = 3 * SECOND;
const PROGRESSING_INTERVAL = 10 * SECOND;
const CALM_INTERVAL = 60 * SECOND;

/** The facets of a service in one environment, each there as soon as it has answered. */
export type LoadedFacets = {
  results: Partial<FacetResults>;
  /** Undefined until every facet has answered: a part never stands for the whole. */
  verdict?: Verdict;
  refreshDrift: () => void;
};

/** Loads each facet by its own request, and again: soon while something progresses, every minute otherwise. */
export function useFacets(location: ServiceLocation): LoadedFacets {
  const { entityRef, environment } = location;
  const api = useApi(slipwayApiRef);
  const load = useMemo(() => {
    const at = { entityRef, environment };
    return {
      deployments: (options: RequestOptions) =>
        api.getFacet({ ...at, facet: 'deployments' }, options),
      state: (options: RequestOptions) =>
        api.getFacet({ ...at, facet: 'state' }, options),
      drift: (options: RequestOptions) =>
        api.getFacet({ ...at, facet: 'drift' }, options),
      scans: (options: RequestOptions) =>
        api.getFacet({ ...at, facet: 'scans' }, options),
      metrics: (options: RequestOptions) =>
        api.getFacet({ ...at, facet: 'metrics' }, options),
    };
  }, [api, entityRef, environment]);

  const deployments = useFacet(load.deployments);
  const state = useFacet(load.state);
  const drift = useFacet(load.drift);
  const scans = useFacet(load.scans);
  const metrics = useFacet(load.metrics);

  const results: Partial<FacetResults> = {
    deployments: deployments.result,
    state: state.result,
    drift: drift.result,
    scans: scans.result,
    metrics: metrics.result,
  };
  const all = [deployments, state, drift, scans, metrics];
  const answers = all.flatMap(({ result }) => result ?? []);

  const deployed = deployments.result && dataOf(deployments.result);
  // A rollout that fails or waits for a person has another verdict, and moves on all the same.
  const progressing =
    answers.some(({ verdict }) => verdict === 'progressing') ||
    (deployed && isRollingOut(deployed));

  useRefresh(
    () => {
      for (const facet of all) {
        facet.refresh();
      }
    },
    progressing ? PROGRESSING_INTERVAL : CALM_INTERVAL,
  );
  useRefresh(
    drift.refresh,
    isChecking(results) ? CHECKING_INTERVAL : undefined,
  );

  return {
    results,
    verdict: answers.length === all.length ? facetsVerdict(answers) : undefined,
    refreshDrift: drift.refresh,
  };
}
