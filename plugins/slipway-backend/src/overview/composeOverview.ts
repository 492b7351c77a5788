import {
  type EnvironmentOverview,
  type FacetName,
  facetNameSchema,
  type FacetResults,
  type Overview,
  type Problem,
  type ServicePlacement,
  worstVerdict,
} from '@slipway/plugin-slipway-common';
import { facetProblem } from '../facets';
import { type ServiceFacets } from './ServiceFacets';

const HIDDEN: Problem = {
  code: 'access-denied',
  message: 'You may not see this facet',
  remedy: 'Ask an administrator of the portal for the permission',
};

/**
 * All facets of a service in all its environments, at once. What the caller may not see is not read.
 */
export async function composeOverview(options: {
  placement: ServicePlacement;
  facets: ServiceFacets;
  allowed: ReadonlySet<FacetName>;
}): Promise<Overview> {
  const { placement, facets, allowed } = options;
  const { entityRef, stack } = placement;
  const environments = await Promise.all(
    placement.environments.map(async environment => {
      const key = { entityRef, stack, environment };
      const read = async <K extends FacetName>(
        name: K,
      ): Promise<FacetResults[K]> =>
        allowed.has(name)
          ? facets.facet(key, name)
          : (facetProblem(HIDDEN) as FacetResults[K]);
      const [deployments, state, drift, scans, metrics] = await Promise.all([
        read('deployments'),
        read('state'),
        read('drift'),
        read('scans'),
        read('metrics'),
      ]);
      return environmentOverview(environment, {
        deployments,
        state,
        drift,
        scans,
        metrics,
      });
    }),
  );
  return {
    entityRef,
    stack,
    verdict: worstVerdict(
      environments.filter(isProvisioned).map(({ verdict }) => verdict),
    ),
    environments,
  };
}

// A service need not be everywhere: where it never was, nothing is unknown about it.
function isProvisioned({ facets }: EnvironmentOverview): boolean {
  return facets.state.problem?.code !== 'stack-not-provisioned';
}

// A facet that is not set up is not missed; a hidden one is, for then nobody here knows.
function environmentOverview(
  environment: string,
  facets: FacetResults,
): EnvironmentOverview {
  const counted = facetNameSchema.options
    .map(name => facets[name])
    .filter(({ problem }) => problem?.code !== 'not-configured');
  return {
    environment,
    verdict: worstVerdict(counted.map(({ verdict }) => verdict)),
    facets,
  };
}
