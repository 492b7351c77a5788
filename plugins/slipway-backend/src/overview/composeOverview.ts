import {
  type EnvironmentOverview,
  type FacetName,
  facetNameSchema,
  type FacetResults,
  type Overview,
  facetsVerdict,
  type Problem,
  worstVerdict,
} from '@slipway/plugin-slipway-common';
import { facetProblem } from '../facets';
import { type PlacedService, serviceKeyOf } from '../services';
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
  placement: PlacedService;
  facets: ServiceFacets;
  allowed: ReadonlySet<FacetName>;
}): Promise<Overview> {
  const { placement, facets, allowed } = options;
  const { entityRef, stack } = placement;
  const environments = await Promise.all(
    placement.environments.map(async environment => {
      const key = serviceKeyOf(placement, environment);
      const read = async <K extends FacetName>(
        name: K,
      ): Promise<FacetResults[K]> =>
        allowed.has(name)
          ? facets.facet(key, name, { glance: true })
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

function environmentOverview(
  environment: string,
  facets: FacetResults,
): EnvironmentOverview {
  const results = facetNameSchema.options.map(name => facets[name]);
  return { environment, verdict: facetsVerdict(results), facets };
}
