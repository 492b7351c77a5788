import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  type Service,
  type ServiceDeployment,
  type ServiceDeploymentBrief,
  type ServiceRevision,
  type Task,
} from '@aws-sdk/client-ecs';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Problem } from '@slipway/plugin-slipway-common';
import DataLoader from 'dataloader';
import { AnswerCache, type Answer } from '../cache';
import { callAws, ProblemError, problemOf } from '../problems';
import { type DeclaredTaskDefinition, lastPart } from '../stacks';
import { isInTrouble } from './isInTrouble';
import { ecsFailure, readTasks } from './readTasks';
import { newestDeployment } from './rollout';
import {
  containersOfRevisions,
  containersOfTasks,
  type KnownTaskDefinition,
  type RunningContainer,
} from './runningContainers';
import { requireTag } from './taggedService';
import { TaskDefinitionReader } from './TaskDefinitionReader';

// DescribeServices takes ten services.
const SERVICES_PER_CALL = 10;
// Views of several services that begin together share a call, and a batch grows while it waits for its turn.
const BATCH_WINDOW_MS = 5;

/** An ECS service, as config and state name it. */
export interface EcsServiceKey {
  environment: string;
  cluster: string;
  service: string;
  /** The task definition of the state: nobody needs to ask for what that one says. */
  known?: KnownTaskDefinition;
  /** Entity that the service must name in a tag, where no state binds it. */
  taggedFor?: string;
}

/** What ECS says of a service at one moment. */
export interface EcsSnapshot {
  service: Service;
  /** Absent where ECS did not tell; then `problem` says why. */
  serviceDeployments?: ServiceDeploymentBrief[];
  /** The containers that run. */
  running: RunningContainer[];
  /** What the next task is started from; read only where no state declares it. */
  taskDefinition?: DeclaredTaskDefinition;
  /** Tasks that stopped within about an hour; read only while the service is in trouble. */
  stoppedTasks?: Task[];
  /** The last service deployment in full; read only while the service is in trouble. */
  lastDeployment?: ServiceDeployment;
  problem?: Problem;
}

interface RevisionsKey {
  environment: string;
  arns: string[];
}

type ServiceLoader = DataLoader<string, Service>;

/** What {@link EcsReader} reads with. */
export interface EcsReaderOptions {
  clientOf: (environment: string) => ECSClient;
  /** Waits until the calls of an action that came before have had their turn. */
  turnOf?: (environment: string, action: string) => Promise<void>;
  logger: LoggerService;
}

/**
 * Reads ECS services: three calls (DescribeServices, ListServiceDeployments, DescribeServiceRevisions) however many tasks run,
 * the first shared by up to ten services, the last kept. Where revisions do not tell what runs, ListTasks and DescribeTasks take
 * the place of the last. A service in trouble takes three more (DescribeServiceDeployments, and both task calls for its stopped
 * tasks), which say why. A service without a stack takes DescribeTaskDefinition once for each revision.
 */
export class EcsReader {
  readonly #cache: AnswerCache<EcsServiceKey, EcsSnapshot>;
  readonly #revisions: AnswerCache<RevisionsKey, ServiceRevision[]>;
  readonly #definitions: TaskDefinitionReader;
  readonly #loaders = new Map<string, ServiceLoader>();
  readonly #clientOf: EcsReaderOptions['clientOf'];
  readonly #turnOf: EcsReaderOptions['turnOf'];

  static create(options: EcsReaderOptions): EcsReader {
    return new EcsReader(options);
  }

  private constructor(options: EcsReaderOptions) {
    this.#clientOf = options.clientOf;
    this.#turnOf = options.turnOf;
    this.#definitions = new TaskDefinitionReader(options);
    this.#cache = AnswerCache.create({
      subject: 'an ECS service',
      // What one entity may see of a service, another may not.
      keyOf: ({ environment, cluster, service, taggedFor = '' }) =>
        `${environment}/${cluster}/${service}/${taggedFor}`,
      load: (key, previous) => this.#load(key, previous),
      ttl: 8_000,
      logger: options.logger,
    });
    this.#revisions = AnswerCache.create({
      subject: 'revisions of an ECS service',
      keyOf: ({ environment, arns }) => [environment, ...arns].join(' '),
      load: key => this.#describeRevisions(key),
      // A revision never changes, once its first task has resolved the digests.
      ttl: revisions => (revisions.every(isResolved) ? 60 * 60_000 : 5_000),
      logger: options.logger,
    });
  }

  async read(key: EcsServiceKey): Promise<Answer<EcsSnapshot>> {
    return this.#cache.get(key);
  }

  async #load(
    key: EcsServiceKey,
    previous: EcsSnapshot | undefined,
  ): Promise<EcsSnapshot> {
    const described = this.#describeService(key);
    // Of a service that may be another team's nothing is asked until it is described.
    const definition =
      key.taggedFor === undefined
        ? undefined
        : await this.#readDefinition(key, await described);
    const taskDefinition = definition?.value?.declared;
    const known = key.known ?? taskDefinition;
    const [service, running, deployments] = await Promise.all([
      described,
      settle(
        described.then(found =>
          this.#describeRunning({ ...key, known }, found),
        ),
      ),
      settle(this.#listServiceDeployments(key)),
    ]);
    const snapshot: EcsSnapshot = {
      service,
      serviceDeployments: deployments.value,
      running: running.value ?? [],
      taskDefinition,
      problem: running.problem ?? deployments.problem ?? definition?.problem,
    };
    if (previous && snapshot.problem?.code === 'throttled') {
      // What was read whole a moment ago says more than what is read in part now.
      throw new ProblemError(snapshot.problem);
    }
    return isInTrouble(snapshot) ? this.#addCause(key, snapshot) : snapshot;
  }

  async #describeService(key: EcsServiceKey): Promise<Service> {
    const service = await this.#loaderOf(key).load(key.service);
    if (key.taggedFor !== undefined) {
      requireTag(service, key.taggedFor, key.environment);
    }
    return service;
  }

  async #readDefinition(
    { environment }: EcsServiceKey,
    { taskDefinition: arn }: Service,
  ) {
    return arn ? this.#definitions.read({ environment, arn }) : undefined;
  }

  async #describeRunning(
    key: EcsServiceKey,
    service: Service,
  ): Promise<RunningContainer[]> {
    if (service.runningCount === 0) {
      return [];
    }
    const { environment, known } = key;
    const arns = runningRevisions(service);
    if (arns && service.taskDefinition === known?.arn) {
      // Without the permission to read revisions the tasks are asked instead.
      const { value } = await this.#revisions.get({ environment, arns });
      const told = value && containersOfRevisions(value, known);
      if (told) {
        return told;
      }
    }
    return containersOfTasks(
      await readTasks(this.#clientOf(environment), key, 'RUNNING'),
    );
  }

  async #addCause(
    key: EcsServiceKey,
    snapshot: EcsSnapshot,
  ): Promise<EcsSnapshot> {
    const arn = newestDeployment(
      snapshot.serviceDeployments ?? [],
    )?.serviceDeploymentArn;
    const [stopped, last] = await Promise.all([
      settle(readTasks(this.#clientOf(key.environment), key, 'STOPPED')),
      settle(this.#describeServiceDeployment(key, arn)),
    ]);
    return {
      ...snapshot,
      stoppedTasks: stopped.value,
      lastDeployment: last.value,
      problem: snapshot.problem ?? stopped.problem ?? last.problem,
    };
  }

  #loaderOf(key: EcsServiceKey): ServiceLoader {
    const { environment, cluster } = key;
    const id = `${environment}/${cluster}`;
    let loader = this.#loaders.get(id);
    if (!loader) {
      loader = new DataLoader(
        names => this.#describeServices({ environment, cluster, names }),
        {
          cache: false,
          maxBatchSize: SERVICES_PER_CALL,
          batchScheduleFn: run =>
            setTimeout(async () => {
              await this.#turnOf?.(environment, 'ecs:DescribeServices');
              run();
            }, BATCH_WINDOW_MS),
        },
      );
      this.#loaders.set(id, loader);
    }
    return loader;
  }

  async #describeServices(options: {
    environment: string;
    cluster: string;
    names: readonly string[];
  }): Promise<(Service | Error)[]> {
    const { environment, cluster, names } = options;
    const call = {
      action: 'ecs:DescribeServices',
      subject: `the ECS cluster ${cluster}`,
      environment,
    };
    const answer = await callAws(call, () =>
      this.#clientOf(environment).send(
        new DescribeServicesCommand({
          cluster,
          services: [...names],
          include: ['TAGS'],
        }),
      ),
    );
    return names.map(
      name =>
        answer.services?.find(service => service.serviceName === name) ??
        ecsFailure(
          answer.failures?.find(({ arn }) => lastPart(arn ?? '') === name)
            ?.reason ?? 'MISSING',
          `the service ${name}`,
          environment,
        ),
    );
  }

  async #describeRevisions({
    environment,
    arns,
  }: RevisionsKey): Promise<ServiceRevision[]> {
    const call = {
      action: 'ecs:DescribeServiceRevisions',
      subject: 'revisions of an ECS service',
      environment,
    };
    const answer = await callAws(call, () =>
      this.#clientOf(environment).send(
        new DescribeServiceRevisionsCommand({ serviceRevisionArns: arns }),
      ),
    );
    return answer.serviceRevisions ?? [];
  }

  async #listServiceDeployments(
    key: EcsServiceKey,
  ): Promise<ServiceDeploymentBrief[]> {
    const { environment, cluster, service } = key;
    const call = {
      action: 'ecs:ListServiceDeployments',
      subject: `the ECS service ${service}`,
      environment,
    };
    // The newest page is enough: the last rollout is asked for, its history is not.
    const answer = await callAws(call, () =>
      this.#clientOf(environment).send(
        new ListServiceDeploymentsCommand({ cluster, service }),
      ),
    );
    return answer.serviceDeployments ?? [];
  }

  async #describeServiceDeployment(
    key: EcsServiceKey,
    arn: string | undefined,
  ): Promise<ServiceDeployment | undefined> {
    if (!arn) {
      return undefined;
    }
    const { environment, service } = key;
    const call = {
      action: 'ecs:DescribeServiceDeployments',
      subject: `the last deployment of the ECS service ${service}`,
      environment,
    };
    const answer = await callAws(call, () =>
      this.#clientOf(environment).send(
        new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
      ),
    );
    return answer.serviceDeployments?.[0];
  }
}

/** ARNs of the revisions whose tasks run; `undefined` where ECS does not say, as for services that it does not roll out itself. */
function runningRevisions(service: Service): string[] | undefined {
  const arns = (service.currentServiceRevisions ?? [])
    .filter(({ runningTaskCount = 0 }) => runningTaskCount > 0)
    .flatMap(({ arn }) => arn ?? []);
  return arns.length > 0 ? arns : undefined;
}

function isResolved({ containerImages = [] }: ServiceRevision): boolean {
  return containerImages.every(({ imageDigest }) => imageDigest);
}

// The service itself must be known; what stands beside it may be missing, with its reason.
async function settle<T>(
  answer: Promise<T>,
): Promise<{ value?: T; problem?: Problem }> {
  try {
    return { value: await answer };
  } catch (error) {
    return { problem: problemOf(error, 'an ECS service') };
  }
}
