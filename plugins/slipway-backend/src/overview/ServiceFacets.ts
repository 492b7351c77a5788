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
import { type Environment, partitionOf } from '@slipway/plugin-slipway-node';
import {
  type ConsoleLocation,
  deploymentsFacet,
  type DetailsReader,
  type EcsReader,
  type EcsServiceKey,
  type ObservedService,
  taggedService,
  type TasksReader,
} from '../deployments';
import { type DriftCheckRecord, driftFacet, isOvertaken } from '../drift';
import { facetProblem } from '../facets';
import {
  type EnvironmentReader,
  metricsFacet,
  type MetricsHistoryReader,
  metricsHistoryResult,
  type MetricsReader,
  type MeasurementSetupReader,
  needsExplanation,
  runningTasks,
} from '../metrics';
import { problemOf } from '../problems';
import {
  type DeployedImage,
  deployedImages,
  type OverrideReader,
  readImages,
  type RegistryReader,
  type ScanDetailsReader,
  type ScanDetailsSubject,
  scansFacet,
} from '../scans';
import {
  boundFacts,
  type BoundFacts,
  type EcsOnlyServiceKey,
  noState,
  type ServiceKey,
  type StackServiceKey,
} from '../services';
import {
  type DeclaredService,
  type StackKey,
  type StackReader,
} from '../stacks';
import { stateFacet } from '../state';

/** What the drift facet needs to know of checks. */
export interface DriftChecks {
  read(key: StackKey): Promise<DriftCheckRecord>;
  /** Asks for a check of a state that no check has seen. */
  checkChangedState(key: StackKey): Promise<void>;
}

/** What {@link ServiceFacets} reads from. */
export interface ServiceFacetsOptions {
  environments: ReadonlyMap<string, Environment>;
  stacks: StackReader;
  ecs: EcsReader;
  details: DetailsReader;
  registry: RegistryReader;
  overrides: OverrideReader;
  scanDetails: ScanDetailsReader;
  metrics: MetricsReader;
  metricsHistory: MetricsHistoryReader;
  prometheus: EnvironmentReader;
  measurementSetup: MeasurementSetupReader;
  tasks: TasksReader;
  driftChecks: DriftChecks;
  logger: LoggerService;
}

/** A service with what its state and ECS say of it: what the facets are made from. */
interface Observation {
  environment: Environment;
  bound: BoundFacts;
  observed: ObservedService[];
}

/**
 * The facets of a service in an environment. Each fails alone. What two of them need is read once.
 */
export class ServiceFacets {
  readonly #options: ServiceFacetsOptions;

  static create(options: ServiceFacetsOptions): ServiceFacets {
    return new ServiceFacets(options);
  }

  private constructor(options: ServiceFacetsOptions) {
    this.#options = options;
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
    const bound = await this.#bound(key);
    const service = bound.facts?.services[0];
    const answer =
      service &&
      (await this.#options.metricsHistory.read({
        environment: key.environment,
        ecsService: service.name,
        range,
      }));
    return metricsHistoryResult(key, { bound, answer });
  }

  /** What the tab shows of scans beyond the facet. */
  async scanDetails(key: ServiceKey): Promise<ScanDetails> {
    return this.#options.scanDetails.read(await this.#scanSubject(key));
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
    const subject = await this.#scanSubject(key);
    return this.#options.scanDetails.readFindings(subject, page);
  }

  /**
   * What the tab shows of deployments beyond the facet.
   */
  async deploymentsDetails(key: ServiceKey): Promise<DeploymentsDetails> {
    const { environment, bound, observed } = await this.#observe(key);
    const services = await Promise.all(
      observed.map(async ({ declared, answer }) =>
        answer.value
          ? [
              await this.#options.details.read({
                key: ecsKey(key, declared),
                snapshot: answer.value,
                at: answer.at,
                console: consoleOf(environment),
              }),
            ]
          : [],
      ),
    );
    const missing = observed.find(({ answer }) => answer.problem);
    return {
      services: services.flat(),
      problem: bound.problem ?? missing?.answer.problem,
    };
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
    const bound = await this.#bound(key);
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
    deployments: async key => {
      const { environment, bound, observed } = await this.#observe(key);
      const console = consoleOf(environment);
      return deploymentsFacet(key, { bound, observed, console });
    },
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
      key.stack === undefined ? facetProblem(noState(key)) : this.#drift(key),
    scans: async key => this.#scans(key),
    metrics: async key => this.#metrics(key),
  };

  async #metrics(key: ServiceKey): Promise<FacetResults['metrics']> {
    const { metrics, prometheus, measurementSetup } = this.#options;
    const { environment: settings, ...observation } = await this.#observe(key);
    const { bound, observed } = observation;
    const declared = bound.facts?.services[0];
    if (!declared) {
      return metricsFacet(key, { bound, observed });
    }
    const { environment } = key;
    const ecsService = declared.name;
    const [numbers, rules] = await Promise.all([
      metrics.read({ environment, ecsService }),
      prometheus.alertingRules(environment),
    ]);
    // Targets and tasks are many: they are only asked for when there is something to explain.
    const unexplained =
      numbers.value && needsExplanation(numbers.value, runningTasks(observed));
    const [targets, tasks, setup] = unexplained
      ? await Promise.all([
          prometheus.targets(environment),
          this.#options.tasks.read({
            ...ecsKey(key, declared),
            desiredStatus: 'RUNNING',
          }),
          measurementSetup.read(key.sourceLocation),
        ])
      : [];
    const scrapeConfigUrl = settings.prometheus?.scrapeConfigUrl;
    return metricsFacet(key, {
      bound,
      observed,
      measured: {
        ecsService,
        numbers,
        rules,
        targets,
        tasks,
        setup,
        scrapeConfigUrl,
      },
    });
  }

  async #drift(key: StackServiceKey): Promise<FacetResults['drift']> {
    const { driftChecks } = this.#options;
    const { environment, bound, observed } = await this.#observe(key);
    const record = await driftChecks.read(key);
    const { snapshot } = bound;
    // While someone holds the lock the state is about to change again.
    const settled = snapshot && !snapshot.lock;
    if (settled && isOvertaken(record, snapshot.assessment.serial)) {
      await driftChecks.checkChangedState(key);
      record.checking = true;
    }
    return driftFacet({
      bound,
      observed,
      record,
      interval: environment.drift.intervalMinutes * 60_000,
      ignore: environment.drift.ignore,
      now: new Date(),
    });
  }

  async #scans(key: ServiceKey): Promise<FacetResults['scans']> {
    const { environment, bound, observed } = await this.#observe(key);
    const policy = environment.scans;
    const now = new Date();
    const images = imagesOf({ environment, bound, observed });
    const [read, override] = await Promise.all([
      readImages(images, {
        environment: key.environment,
        registry: this.#options.registry,
        policy,
        now,
      }),
      // Only a rollout with hooks waits, and only the rollout of a stack is continued here.
      key.stack !== undefined && observed.some(hasHooks)
        ? this.#options.overrides.read(key)
        : undefined,
    ]);
    return scansFacet(key, {
      bound,
      images: read,
      policy,
      now,
      override,
      observed,
    });
  }

  // A service of another entity has no images here.
  async #scanSubject(key: ServiceKey): Promise<ScanDetailsSubject> {
    const observation = await this.#observe(key);
    return {
      environment: key.environment,
      images: imagesOf(observation),
      policy: observation.environment.scans,
    };
  }

  async #observe(key: ServiceKey): Promise<Observation> {
    const environment = this.#options.environments.get(key.environment);
    if (!environment) {
      throw new Error(`Environment ${key.environment} is not configured`);
    }
    if (key.stack === undefined) {
      return { environment, ...(await this.#tagged(key)) };
    }
    const bound = await this.#bound(key);
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

  async #bound(key: ServiceKey): Promise<BoundFacts> {
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

function hasHooks({ answer }: ObservedService): boolean {
  const { lifecycleHooks = [] } =
    answer.value?.service.deploymentConfiguration ?? {};
  return lifecycleHooks.length > 0;
}

function conflict({ message, remedy }: Problem): ConflictError {
  return new ConflictError(`${message}. ${remedy}`);
}

function ecsKey(key: ServiceKey, declared: DeclaredService): EcsServiceKey {
  return {
    environment: key.environment,
    cluster: declared.clusterName,
    service: declared.name,
  };
}

function consoleOf(environment: Environment): ConsoleLocation | undefined {
  const { region, endpoint } = environment;
  return endpoint ? undefined : { region, partition: partitionOf(region) };
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
