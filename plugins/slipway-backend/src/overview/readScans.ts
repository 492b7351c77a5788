import { type FacetResults } from '@slipway/plugin-slipway-common';
import { type ObservedService } from '../deployments';
import {
  type DeployedImage,
  deployedImages,
  type OverrideReader,
  readImages,
  type RegistryReader,
  type ScanDetailsSubject,
  scansFacet,
} from '../scans';
import { type ServiceKey } from '../services';
import { type Observation } from './ServiceObserver';

/** What the scans facet reads from. */
export interface ScanSources {
  registry: RegistryReader;
  overrides: OverrideReader;
}

/** The scans facet of a service. */
export async function readScans(
  key: ServiceKey,
  observation: Observation,
  { registry, overrides }: ScanSources,
): Promise<FacetResults['scans']> {
  const { environment, bound, observed } = observation;
  const policy = environment.scans;
  const now = new Date();
  const [images, override] = await Promise.all([
    readImages(imagesOf(observation), {
      environment: key.environment,
      registry,
      policy,
      now,
    }),
    // Only a rollout with hooks waits, and only the rollout of a stack is continued here.
    key.stack !== undefined && observed.some(hasHooks)
      ? overrides.read(key)
      : undefined,
  ]);
  return scansFacet(key, { bound, images, policy, now, override, observed });
}

/** What the details of scans are read for. A service of another entity has no images here. */
export function scanSubject(
  key: ServiceKey,
  observation: Observation,
): ScanDetailsSubject {
  return {
    environment: key.environment,
    images: imagesOf(observation),
    policy: observation.environment.scans,
  };
}

function hasHooks({ answer }: ObservedService): boolean {
  const { lifecycleHooks = [] } =
    answer.value?.service.deploymentConfiguration ?? {};
  return lifecycleHooks.length > 0;
}

function imagesOf(observation: Observation): DeployedImage[] {
  const { environment, bound, observed } = observation;
  const { accountId, region, scans } = environment;
  return bound.facts
    ? deployedImages(bound.facts, observed, {
        accountId,
        region,
        allowed: scans.allowedRegistries,
      })
    : [];
}
