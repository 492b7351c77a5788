import { createApiRef } from '@backstage/core-plugin-api';
import {
  type DeploymentsDetails,
  type DriftCheckAccepted,
  type EnvironmentSummary,
  type FacetName,
  type FacetResults,
  type MetricsHistoryResult,
  type MetricsRange,
  type Overview,
  type ScanDetails,
  type ScanFindings,
  type ServicePlacement,
  type StateDifferenceResult,
  type StateVersionsResult,
} from '@slipway/plugin-slipway-common';

/** @public */
export type RequestOptions = {
  signal?: AbortSignal;
};

/**
 * A service in one environment.
 *
 * @public
 */
export type ServiceLocation = {
  /** For example `component:default/orders`. */
  entityRef: string;
  environment: string;
};

/**
 * The read side of Slipway. Every method throws `ResponseError` for an answer that is not 2xx, and `ZodError` for
 * one that is not as the schemas of `slipway-common` say.
 *
 * @public
 */
export interface SlipwayApi {
  /** The time by which answers are dated, in milliseconds since the epoch: the server's, where it has told it. */
  now(): number;

  getEnvironments(options?: RequestOptions): Promise<EnvironmentSummary[]>;

  /** Where a service is; makes no call to AWS. */
  getPlacement(
    entityRef: string,
    options?: RequestOptions,
  ): Promise<ServicePlacement>;

  /** All facets of a service in all its environments. */
  getOverview(entityRef: string, options?: RequestOptions): Promise<Overview>;

  getFacet<F extends FacetName>(
    request: ServiceLocation & { facet: F },
    options?: RequestOptions,
  ): Promise<FacetResults[F]>;

  /** What a page shows of the deployments beyond the facet. */
  getDeploymentsDetails(
    location: ServiceLocation,
    options?: RequestOptions,
  ): Promise<DeploymentsDetails>;

  /** The charts of a service. */
  getMetricsHistory(
    request: ServiceLocation & { range: MetricsRange },
    options?: RequestOptions,
  ): Promise<MetricsHistoryResult>;

  /** What the scans of the running images say beyond the facet. */
  getScanDetails(
    location: ServiceLocation,
    options?: RequestOptions,
  ): Promise<ScanDetails>;

  /** A page of the findings of an image that runs. */
  getScanFindings(
    request: ServiceLocation & { digest: string; offset: number },
    options?: RequestOptions,
  ): Promise<ScanFindings>;

  /**
   * A page of the versions of a service's state.
   *
   * @param request - `start` is what the page before it called `next`
   */
  getStateVersions(
    request: ServiceLocation & { start?: string },
    options?: RequestOptions,
  ): Promise<StateVersionsResult>;

  /** What differs between two versions of a service's state, by their ids. */
  getStateDifference(
    request: ServiceLocation & { from: string; to: string },
    options?: RequestOptions,
  ): Promise<StateDifferenceResult>;

  /** Queues a full drift check. It is done when the drift facet no longer says `checking`. */
  startDriftCheck(location: ServiceLocation): Promise<DriftCheckAccepted>;
}

/** @public */
export const slipwayApiRef = createApiRef<SlipwayApi>({
  id: 'plugin.slipway.client',
});
