import {
  type DeploymentsDetails,
  type FacetResults,
} from '@slipway/plugin-slipway-common';
import { type Environment, partitionOf } from '@slipway/plugin-slipway-node';
import {
  type ConsoleLocation,
  deploymentsFacet,
  type DetailsReader,
} from '../deployments';
import { type ServiceKey } from '../services';
import { ecsKey, type Observation } from './ServiceObserver';

/** The deployments facet of a service. */
export function deploymentsOf(
  key: ServiceKey,
  { environment, bound, observed }: Observation,
): FacetResults['deployments'] {
  const console = consoleOf(environment);
  return deploymentsFacet(key, { bound, observed, console });
}

/** What the tab shows of deployments beyond the facet. */
export async function readDeploymentsDetails(
  key: ServiceKey,
  { environment, bound, observed }: Observation,
  reader: DetailsReader,
): Promise<DeploymentsDetails> {
  const services = await Promise.all(
    observed.map(async ({ declared, answer }) =>
      answer.value
        ? [
            await reader.read({
              key: ecsKey(key, declared),
              snapshot: answer.value,
              at: answer.at,
              console: consoleOf(environment),
            }),
          ]
        : [],
    ),
  );
  const missing = observed.find(({ answer }) => answer.problem);
  return {
    services: services.flat(),
    problem: bound.problem ?? missing?.answer.problem,
  };
}

function consoleOf(environment: Environment): ConsoleLocation | undefined {
  const { region, endpoint } = environment;
  return endpoint ? undefined : { region, partition: partitionOf(region) };
}
