import { type BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  stringifyEntityRef,
  type CompoundEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { type CatalogService } from '@backstage/plugin-catalog-node';
import {
  ECS_SERVICE_ARN_ANNOTATION,
  ENVIRONMENTS_ANNOTATION,
  STACK_ANNOTATION,
  stackNameSchema,
} from '@slipway/plugin-slipway-common';
import { type Environment, partitionOf } from '@slipway/plugin-slipway-node';
import {
  ECS_SERVICE_ARN_FORM,
  type EcsServiceArn,
  parseEcsServiceArn,
} from './parseEcsServiceArn';
import { type PlacedService } from './ServiceKey';

/** Where an environment is. */
type EnvironmentPlace = Pick<Environment, 'name' | 'accountId' | 'region'>;

/** What {@link ServiceDirectory} reads from. */
export interface ServiceDirectoryOptions {
  catalog: CatalogService;
  /** The configured environments. */
  environments: readonly EnvironmentPlace[];
}

/**
 * Finds out which stack or ECS service an entity has, and in which environments, with the eyes of the caller: who may not see the
 * entity does not see its service either.
 */
export class ServiceDirectory {
  readonly #catalog: CatalogService;
  readonly #environments: readonly EnvironmentPlace[];

  static create(options: ServiceDirectoryOptions): ServiceDirectory {
    return new ServiceDirectory(options);
  }

  private constructor(options: ServiceDirectoryOptions) {
    this.#catalog = options.catalog;
    this.#environments = options.environments;
  }

  /**
   * @throws NotFoundError when the caller sees no such entity, or it is not a service.
   * @throws InputError when an annotation is malformed.
   */
  async place(
    ref: CompoundEntityRef,
    credentials: BackstageCredentials,
  ): Promise<PlacedService> {
    const entity = await this.#catalog.getEntityByRef(ref, { credentials });
    const entityRef = stringifyEntityRef(entity ?? ref);
    if (!entity) {
      throw new NotFoundError(`There is no entity ${entityRef}`);
    }
    const sourceLocation = readSourceLocation(entity);
    const stack = readStack(entity, entityRef);
    if (stack !== undefined) {
      const environments = this.#readEnvironments(entity, entityRef);
      return { entityRef, sourceLocation, stack, environments };
    }
    const { cluster, name, ...place } = this.#readArn(entity, entityRef);
    const named = this.#readEnvironments(entity, entityRef);
    return {
      entityRef,
      sourceLocation,
      ecsService: { cluster, name },
      environments: this.#environmentsAt(place, named),
    };
  }

  #readEnvironments(entity: Entity, entityRef: string): string[] {
    const configured = this.#environments.map(({ name }) => name);
    const text = entity.metadata.annotations?.[ENVIRONMENTS_ANNOTATION];
    if (text === undefined) {
      return configured;
    }
    const names = text.split(',').map(name => name.trim());
    for (const name of names) {
      if (!configured.includes(name)) {
        throw new InputError(
          `The annotation ${ENVIRONMENTS_ANNOTATION} of ${entityRef} names the environment "${name}", which is not configured; it takes names out of slipway.environments separated by commas`,
        );
      }
    }
    return [...new Set(names)];
  }

  #readArn(entity: Entity, entityRef: string): EcsServiceArn {
    const text = entity.metadata.annotations?.[ECS_SERVICE_ARN_ANNOTATION];
    if (text === undefined) {
      throw new NotFoundError(
        `${entityRef} is not a service of Slipway: it has no annotation ${STACK_ANNOTATION}, and no ${ECS_SERVICE_ARN_ANNOTATION}`,
      );
    }
    const arn = parseEcsServiceArn(text);
    const allowed = this.#environments.map(({ name }) => name).join(', ');
    if (!arn || !this.#environments.some(place => isAt(place, arn))) {
      throw new InputError(
        `The annotation ${ECS_SERVICE_ARN_ANNOTATION} of ${entityRef} ${
          arn
            ? 'names an account and region of no environment'
            : 'is not the ARN of an ECS service'
        }; it takes the long form ${ECS_SERVICE_ARN_FORM} in the account and region of an environment (${allowed})`,
      );
    }
    return arn;
  }

  /** Of the environments in the account and region of the ARN: those that are named where there are several. */
  #environmentsAt(arn: ArnPlace, named: readonly string[]): string[] {
    const there = this.#environments
      .filter(place => isAt(place, arn))
      .map(({ name }) => name);
    return there.length === 1
      ? there
      : there.filter(name => named.includes(name));
  }
}

type ArnPlace = Pick<EcsServiceArn, 'partition' | 'region' | 'accountId'>;

function isAt({ accountId, region }: EnvironmentPlace, arn: ArnPlace): boolean {
  return (
    arn.accountId === accountId &&
    arn.region === region &&
    arn.partition === partitionOf(region)
  );
}

/** The catalog names the source of what it read from a URL; of a file, as in the local stack, it is the folder. */
function readSourceLocation(entity: Entity): string | undefined {
  const { annotations = {} } = entity.metadata;
  return (
    annotations[ANNOTATION_SOURCE_LOCATION] ??
    annotations[ANNOTATION_LOCATION]?.replace(/[^/]*$/, '')
  );
}

function readStack(entity: Entity, entityRef: string): string | undefined {
  const text = entity.metadata.annotations?.[STACK_ANNOTATION];
  if (text === undefined) {
    return undefined;
  }
  const parsed = stackNameSchema.safeParse(text);
  if (!parsed.success) {
    throw new InputError(
      `The annotation ${STACK_ANNOTATION} of ${entityRef} is not the name of a stack: ${parsed.error.issues[0]?.message}`,
    );
  }
  return parsed.data;
}
