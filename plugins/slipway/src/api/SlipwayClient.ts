import { parseEntityRef } from '@backstage/catalog-model';
import { type DiscoveryApi, type FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  deploymentsDetailsSchema,
  driftCheckAcceptedSchema,
  environmentsResponseSchema,
  facetResultSchemas,
  metricsHistoryResultSchema,
  overviewSchema,
  scanDetailsSchema,
  scanFindingsSchema,
  servicePlacementSchema,
  stateDifferenceResultSchema,
  stateVersionsResultSchema,
  type FacetName,
  type FacetResults,
  type MetricsRange,
} from '@slipway/plugin-slipway-common';
import { type z } from 'zod';
import { ServerClock } from './ServerClock';
import {
  type RequestOptions,
  type ServiceLocation,
  type SlipwayApi,
} from './SlipwayApi';

/** @public */
export type SlipwayClientOptions = {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
};

// The mapped type keeps the facet's name and its data together when the name is a type parameter.
const FACET_SCHEMAS: { [F in FacetName]: z.ZodType<FacetResults[F]> } =
  facetResultSchemas;

/**
 * {@link SlipwayApi} over HTTP. No answer leaves it unparsed.
 *
 * @public
 */
export class SlipwayClient implements SlipwayApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;
  readonly #clock = ServerClock.create();

  static create(options: SlipwayClientOptions): SlipwayClient {
    return new SlipwayClient(options);
  }

  private constructor(options: SlipwayClientOptions) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  now() {
    return this.#clock.now();
  }

  async getEnvironments(options?: RequestOptions) {
    const answer = await this.#request('/environments', options);
    return environmentsResponseSchema.parse(answer).environments;
  }

  async getPlacement(entityRef: string, options?: RequestOptions) {
    const answer = await this.#request(entityPath(entityRef), options);
    return servicePlacementSchema.parse(answer);
  }

  async getOverview(entityRef: string, options?: RequestOptions) {
    const path = `${entityPath(entityRef)}/overview`;
    return overviewSchema.parse(await this.#request(path, options));
  }

  async getFacet<F extends FacetName>(
    request: ServiceLocation & { facet: F },
    options?: RequestOptions,
  ): Promise<FacetResults[F]> {
    const path = `${environmentPath(request)}/facets/${request.facet}`;
    return FACET_SCHEMAS[request.facet].parse(
      await this.#request(path, options),
    );
  }

  async getMetricsHistory(
    request: ServiceLocation & { range: MetricsRange },
    options?: RequestOptions,
  ) {
    const path = `${environmentPath(request)}/metrics?range=${request.range}`;
    return metricsHistoryResultSchema.parse(await this.#request(path, options));
  }

  async getDeploymentsDetails(
    location: ServiceLocation,
    options?: RequestOptions,
  ) {
    const path = `${environmentPath(location)}/deployments/details`;
    return deploymentsDetailsSchema.parse(await this.#request(path, options));
  }

  async getScanDetails(location: ServiceLocation, options?: RequestOptions) {
    const path = `${environmentPath(location)}/scans/details`;
    return scanDetailsSchema.parse(await this.#request(path, options));
  }

  async getScanFindings(
    request: ServiceLocation & { digest: string; offset: number },
    options?: RequestOptions,
  ) {
    const { digest, offset } = request;
    const query = new URLSearchParams({ digest, offset: String(offset) });
    const path = `${environmentPath(request)}/scans/findings?${query}`;
    return scanFindingsSchema.parse(await this.#request(path, options));
  }

  async getStateVersions(
    request: ServiceLocation & { start?: string },
    options?: RequestOptions,
  ) {
    const { start } = request;
    const query = start ? `?${new URLSearchParams({ start })}` : '';
    const path = `${environmentPath(request)}/state/versions${query}`;
    return stateVersionsResultSchema.parse(await this.#request(path, options));
  }

  async getStateDifference(
    request: ServiceLocation & { from: string; to: string },
    options?: RequestOptions,
  ) {
    const { from, to } = request;
    const query = new URLSearchParams({ from, to });
    const path = `${environmentPath(request)}/state/difference?${query}`;
    return stateDifferenceResultSchema.parse(
      await this.#request(path, options),
    );
  }

  async startDriftCheck(location: ServiceLocation) {
    const path = `${environmentPath(location)}/drift-checks`;
    return driftCheckAcceptedSchema.parse(
      await this.#request(path, { method: 'POST' }),
    );
  }

  async #request(path: string, init?: RequestInit): Promise<unknown> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('slipway');
    const response = await this.#fetchApi.fetch(`${baseUrl}${path}`, init);
    this.#clock.observe(response);
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return await response.json();
  }
}

function entityPath(entityRef: string): string {
  const { namespace, kind, name } = parseEntityRef(entityRef);
  const segments = [namespace, kind, name].map(encodeURIComponent);
  return `/entities/${segments.join('/')}`;
}

function environmentPath({ entityRef, environment }: ServiceLocation): string {
  return `${entityPath(entityRef)}/environments/${encodeURIComponent(
    environment,
  )}`;
}
