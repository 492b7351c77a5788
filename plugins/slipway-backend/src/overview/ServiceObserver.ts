import { type Environment } from '@slipway/plugin-slipway-node';
import {
  type EcsReader,
  type EcsServiceKey,
  type ObservedService,
  taggedService,
} from '../deployments';
import {
  boundFacts,
  type BoundFacts,
  type EcsOnlyServiceKey,
  type ServiceKey,
} from '../services';
import { type DeclaredService, type StackReader } from '../stacks';

/** A service with what its state and ECS say of it: what the facets are made from. */
export interface Observation {
  environment: Environment;
  bound: BoundFacts;
  observed: ObservedService[];
}

/** What {@link ServiceObserver} reads from. */
export interface ServiceObserverOptions {
  environments: ReadonlyMap<string, Environment>;
  stacks: StackReader;
  ecs: EcsReader;
}

/** Reads what more than one facet of a service needs. */
export class ServiceObserver {
  readonly #options: ServiceObserverOptions;

  static create(options: ServiceObserverOptions): ServiceObserver {
    return new ServiceObserver(options);
  }

  private constructor(options: ServiceObserverOptions) {
    this.#options = options;
  }

  async observe(key: ServiceKey): Promise<Observation> {
    const environment = this.#options.environments.get(key.environment);
    if (!environment) {
      throw new Error(`Environment ${key.environment} is not configured`);
    }
    if (key.stack === undefined) {
      return { environment, ...(await this.#tagged(key)) };
    }
    const bound = await this.bound(key);
    const observed = await Promise.all(
      (bound.facts?.services ?? []).map(async declared => ({
        declared,
        answer: await this.#options.ecs.read({
          ...ecsKey(key, declared),
          known: bound.facts?.taskDefinitions.find(
            ({ arn }) => arn === declared.taskDefinition,
          ),
        }),
      })),
    );
    return { environment, bound, observed };
  }

  /** What the service is declared as, where it names the entity. */
  async bound(key: ServiceKey): Promise<BoundFacts> {
    return key.stack === undefined
      ? (await this.#tagged(key)).bound
      : boundFacts(key, await this.#options.stacks.read(key));
  }

  async #tagged(key: EcsOnlyServiceKey) {
    const { entityRef, environment, ecsService } = key;
    const { cluster, name: service } = ecsService;
    const taggedFor = entityRef;
    return taggedService(
      key,
      await this.#options.ecs.read({
        environment,
        cluster,
        service,
        taggedFor,
      }),
    );
  }
}

/** Where a declared service is in ECS. */
export function ecsKey(
  key: ServiceKey,
  declared: DeclaredService,
): EcsServiceKey {
  return {
    environment: key.environment,
    cluster: declared.clusterName,
    service: declared.name,
  };
}
