import { type LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  type DeploymentsDetails,
  type FacetName,
  type FacetResults,
  type MetricsHistoryResult,
  type MetricsRange,
  type Problem,
  type ScanDetails,
  type ScanFindings,
} from '@slipway/plugin-slipway-common';
import { type DetailsReader } from '../deployments';
import { facetProblem } from '../facets';
import { type MetricsHistoryReader } from '../metrics';
import { problemOf } from '../problems';
import { type ScanDetailsReader } from '../scans';
import { noState, type ServiceKey, type StackServiceKey } from '../services';
import { stateFacet } from '../state';
import { deploymentsOf, readDeploymentsDetails } from './readDeployments';
import { type DriftChecks, readDrift } from './readDrift';
import {
  type MetricsSources,
  readMetrics,
  readMetricsHistory,
} from './readMetrics';
import { readScans, type ScanSources, scanSubject } from './readScans';
import {
  ServiceObserver,
  type ServiceObserverOptions,
} from './ServiceObserver';

/** What {@link ServiceFacets} reads from. */
export interface ServiceFacetsOptions
  extends ServiceObserverOptions,
    ScanSources,
    MetricsSources {
  details: DetailsReader;
  scanDetails: ScanDetailsReader;
  metricsHistory: MetricsHistoryReader;
  driftChecks: DriftChecks;
  logger: LoggerService;
}

/**
 * The facets of a service in an environment. Each fails alone. What two of them need is read once.
 */
export class ServiceFacets {
  readonly #options: ServiceFacetsOptions;
  readonly #observer: ServiceObserver;

  static create(options: ServiceFacetsOptions): ServiceFacets {
    return new ServiceFacets(options);
  }

  private constructor(options: ServiceFacetsOptions) {
    this.#options = options;
    this.#observer = ServiceObserver.create(options);
  }

  /**
   * One facet. Never rejects.
   *
   * @param options - `glance` leaves out at a first look what costs more calls than a look is worth: the
   * comparison of a state with its earlier versions.
   */
  async facet<K extends FacetName>(
    key: ServiceKey,
    name: K,
    options: { glance?: boolean } = {},
  ): Promise<FacetResults[K]> {
    try {
      return await this.#facets[name](key, options);
    } catch (error) {
      this.#options.logger.error(
        `The facet ${name} of ${key.entityRef} in ${key.environment} failed`,
        error as Error,
      );
      return facetProblem(
        problemOf(error, `the facet ${name}`),
      ) as FacetResults[K];
    }
  }

  /** The charts of a service. */
  async metricsHistory(
    key: ServiceKey,
    range: MetricsRange,
  ): Promise<MetricsHistoryResult> {
    const reader = this.#options.metricsHistory;
    const bound = await this.#observer.bound(key);
    return readMetricsHistory(key, bound, { reader, range });
  }

  /** What the tab shows of scans beyond the facet. */
  async scanDetails(key: ServiceKey): Promise<ScanDetails> {
    const subject = scanSubject(key, await this.#observer.observe(key));
    return this.#options.scanDetails.read(subject);
  }

  /**
   * A page of the findings of an image that runs.
   *
   * @throws NotFoundError when the service does not run the digest.
   */
  async scanFindings(
    key: ServiceKey,
    page: { digest: string; offset: number },
  ): Promise<ScanFindings> {
    const subject = scanSubject(key, await this.#observer.observe(key));
    return this.#options.scanDetails.readFindings(subject, page);
  }

  /**
   * What the tab shows of deployments beyond the facet.
   */
  async deploymentsDetails(key: ServiceKey): Promise<DeploymentsDetails> {
    return readDeploymentsDetails(
      key,
      await this.#observer.observe(key),
      this.#options.details,
    );
  }

  /**
   * The key of a service with a stack that is there and names the entity.
   *
   * @throws ConflictError saying why it is not.
   */
  async requireBound(key: ServiceKey): Promise<StackServiceKey> {
    if (key.stack === undefined) {
      throw conflict(noState(key));
    }
    const bound = await this.#observer.bound(key);
    if (!bound.facts) {
      throw conflict(bound.problem);
    }
    return key;
  }

  readonly #facets: {
    [K in FacetName]: (
      key: ServiceKey,
      options: { glance?: boolean },
    ) => Promise<FacetResults[K]>;
  } = {
    deployments: async key =>
      deploymentsOf(key, await this.#observer.observe(key)),
    state: async (key, { glance }) =>
      key.stack === undefined
        ? facetProblem(noState(key))
        : stateFacet(
            key,
            await this.#options.stacks.read(key, {
              compare: glance ? 'later' : 'now',
            }),
          ),
    drift: async key =>
      key.stack === undefined
        ? facetProblem(noState(key))
        : readDrift(
            key,
            await this.#observer.observe(key),
            this.#options.driftChecks,
          ),
    scans: async key =>
      readScans(key, await this.#observer.observe(key), this.#options),
    metrics: async key =>
      readMetrics(key, await this.#observer.observe(key), this.#options),
  };
}

function conflict({ message, remedy }: Problem): ConflictError {
  return new ConflictError(`${message}. ${remedy}`);
}
