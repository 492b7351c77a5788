import {
  type BackstageCredentials,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  deploymentsReadPermission,
  type EcsDeploymentStatus,
} from '@slipway/plugin-slipway-common';
import { authorize } from '../authorize';
import { type ServiceFacets } from '../overview';
import {
  requireEnvironment,
  type ServiceDirectory,
  serviceKeyOf,
} from '../services';

/** What the actions read from: the same as the routes. */
export interface ActionSources {
  permissions: PermissionsService;
  directory: ServiceDirectory;
  facets: ServiceFacets;
}

/** Whom an action is asked about. */
export interface DeploymentsInput {
  entityRef: string;
  /** All environments of the service without it. */
  environment?: string;
}

/**
 * The deployments facet of a service in its environments, with the eyes of the caller.
 *
 * @throws InputError for something that is no entity reference.
 * @throws NotFoundError when the caller sees no such entity, or it is not a service, or it has no such environment.
 * @throws NotAllowedError when the caller may not see deployments.
 */
export async function readDeployments(
  sources: ActionSources,
  input: DeploymentsInput,
  credentials: BackstageCredentials,
): Promise<EcsDeploymentStatus> {
  const { permissions, directory, facets } = sources;
  const placement = await directory.place(
    parseRef(input.entityRef),
    credentials,
  );
  if (input.environment !== undefined) {
    requireEnvironment(placement, input.environment);
  }
  await authorize(permissions, {
    permission: deploymentsReadPermission,
    credentials,
  });
  const { entityRef, stack } = placement;
  const names = input.environment
    ? [input.environment]
    : placement.environments;
  return {
    entityRef,
    stack,
    environments: await Promise.all(
      names.map(async environment => ({
        environment,
        deployments: await facets.facet(
          serviceKeyOf(placement, environment),
          'deployments',
        ),
      })),
    ),
  };
}

function parseRef(entityRef: string) {
  try {
    return parseEntityRef(entityRef, {
      defaultKind: 'component',
      defaultNamespace: 'default',
    });
  } catch (error) {
    throw new InputError(
      `entityRef must be an entity reference, for example component:default/orders`,
      error,
    );
  }
}
