import { type BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  stringifyEntityRef,
  type CompoundEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { type CatalogService } from '@backstage/plugin-catalog-node';
import {
  ENVIRONMENTS_ANNOTATION,
  STACK_ANNOTATION,
  stackNameSchema,
  type ServicePlacement,
} from '@slipway/plugin-slipway-common';

/**
 * Finds out which stack an entity has, and in which environments, with the eyes of the caller: who may not see the entity
 * does not see its service either.
 */
export class ServiceDirectory {
  readonly #catalog: CatalogService;
  readonly #environments: readonly string[];

  static create(options: {
    catalog: CatalogService;
    /** Names of the configured environments. */
    environments: readonly string[];
  }): ServiceDirectory {
    return new ServiceDirectory(options);
  }

  private constructor(options: {
    catalog: CatalogService;
    environments: readonly string[];
  }) {
    this.#catalog = options.catalog;
    this.#environments = options.environments;
  }

  /**
   * @throws NotFoundError when the caller sees no such entity, or it has no stack.
   * @throws InputError when an annotation is malformed.
   */
  async place(
    ref: CompoundEntityRef,
    credentials: BackstageCredentials,
  ): Promise<ServicePlacement> {
    const entity = await this.#catalog.getEntityByRef(ref, { credentials });
    const entityRef = stringifyEntityRef(entity ?? ref);
    if (!entity) {
      throw new NotFoundError(`There is no entity ${entityRef}`);
    }
    return {
      entityRef,
      stack: readStack(entity, entityRef),
      environments: this.#readEnvironments(entity, entityRef),
    };
  }

  #readEnvironments(entity: Entity, entityRef: string): string[] {
    const text = entity.metadata.annotations?.[ENVIRONMENTS_ANNOTATION];
    if (text === undefined) {
      return [...this.#environments];
    }
    const names = text.split(',').map(name => name.trim());
    for (const name of names) {
      if (!this.#environments.includes(name)) {
        throw new InputError(
          `The annotation ${ENVIRONMENTS_ANNOTATION} of ${entityRef} names the environment "${name}", which is not configured; it takes names out of slipway.environments separated by commas`,
        );
      }
    }
    return [...new Set(names)];
  }
}

function readStack(entity: Entity, entityRef: string): string {
  const text = entity.metadata.annotations?.[STACK_ANNOTATION];
  if (text === undefined) {
    throw new NotFoundError(
      `${entityRef} is not a service of Slipway: it has no annotation ${STACK_ANNOTATION}`,
    );
  }
  const parsed = stackNameSchema.safeParse(text);
  if (!parsed.success) {
    throw new InputError(
      `The annotation ${STACK_ANNOTATION} of ${entityRef} is not the name of a stack: ${parsed.error.issues[0]?.message}`,
    );
  }
  return parsed.data;
}
