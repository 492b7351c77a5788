import {
  type AuthService,
  type BackstageCredentials,
  type DiscoveryService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { ConflictError, InputError, ResponseError } from '@backstage/errors';
import {
  type Drift,
  driftResultSchema,
  servicePlacementSchema,
} from '@slipway/plugin-slipway-common';

/** A service of the catalog in an environment. */
export type ServiceInEnvironment = { entityRef: string; environment: string };

/** Asks the read side what it knows of drift, as the person who started the task. */
export class DriftReader {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }): DriftReader {
    return new DriftReader(options);
  }

  private constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
  }

  /**
   * The stack of an entity.
   *
   * @throws InputError for an entity without one.
   */
  async stackOf(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<string> {
    const answer = await this.#get(entityPath(entityRef), credentials);
    const { stack } = servicePlacementSchema.parse(answer);
    if (stack === undefined) {
      throw new InputError(`${entityRef} has no stack of Slipway`);
    }
    return stack;
  }

  /**
   * What the last full check found, and everything else of the facet.
   *
   * @throws ConflictError where there is no check that is of the present state.
   */
  async read(
    { entityRef, environment }: ServiceInEnvironment,
    credentials: BackstageCredentials,
  ): Promise<Drift & { lastCheck: NonNullable<Drift['lastCheck']> }> {
    const place = `environments/${encodeURIComponent(environment)}`;
    const answer = driftResultSchema.parse(
      await this.#get(
        `${entityPath(entityRef)}/${place}/facets/drift`,
        credentials,
      ),
    );
    const drift = 'data' in answer ? answer.data : undefined;
    const isOutdated = answer.problem?.code === 'check-pending';
    if (!drift?.lastCheck || isOutdated) {
      const { message, remedy } = answer.problem ?? {
        message: 'No full drift check was made of this stack yet',
        remedy: 'Check now, then try again',
      };
      throw new ConflictError(`Nothing was adopted: ${message}. ${remedy}.`);
    }
    return { ...drift, lastCheck: drift.lastCheck };
  }

  async #get(
    path: string,
    credentials: BackstageCredentials,
  ): Promise<unknown> {
    const targetPluginId = 'slipway';
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId,
    });
    const url = await this.#discovery.getBaseUrl(targetPluginId);
    const response = await fetch(`${url}/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }
}

function entityPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const parts = [namespace, kind.toLocaleLowerCase('en-US'), name];
  return `entities/${parts.map(encodeURIComponent).join('/')}`;
}
