import { type Problem } from '@slipway/plugin-slipway-common';

/** An ECS service by name. */
export type EcsServiceName = {
  cluster: string;
  name: string;
};

/** What says which ECS services a service has: the state of its stack, or an ARN in the catalog. */
type ServiceOrigin =
  | { stack: string; ecsService?: undefined }
  | { stack?: undefined; ecsService: EcsServiceName };

/** Where a service is, from its entity's annotations. */
export type PlacedService = {
  entityRef: string;
  /** Of its repository's folder, as the catalog writes it: `url:https://…`. */
  sourceLocation?: string;
  environments: string[];
} & ServiceOrigin;

/** A service in one environment: what every facet is asked about. */
export type ServiceKey = {
  entityRef: string;
  sourceLocation?: string;
  environment: string;
} & ServiceOrigin;

/** A service that Slipway provisioned. */
export type StackServiceKey = Extract<ServiceKey, { stack: string }>;

/** A service that Slipway did not provision. */
export type EcsOnlyServiceKey = Extract<ServiceKey, { stack?: undefined }>;

/** The key of a service in one of its environments. */
export function serviceKeyOf(
  placed: PlacedService,
  environment: string,
): ServiceKey {
  const { environments: _, ...rest } = placed;
  return { ...rest, environment };
}

/** What the service is called. */
export function serviceNameOf(key: ServiceKey): string {
  return key.stack ?? key.ecsService.name;
}

/** Slipway did not provision the service. */
export function noState({ entityRef }: EcsOnlyServiceKey): Problem {
  return {
    code: 'no-state',
    message: `Slipway did not provision the ECS service of ${entityRef}, so there is no state of it`,
    remedy:
      'Nothing needs to be done. State and drift are shown of services that have a stack',
  };
}
