import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  paginateListTasks,
  type Service,
  type ServiceDeployment,
  type ServiceDeploymentBrief,
  type Task,
} from '@aws-sdk/client-ecs';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Problem } from '@slipway/plugin-slipway-common';
import DataLoader from 'dataloader';
import { AnswerCache, type Answer } from '../cache';
import { callAws, problemOf, ProblemError } from '../problems';
import { isInTrouble } from './isInTrouble';
import { newestDeployment } from './rollout';

// DescribeServices takes ten services, DescribeTasks a hundred tasks.
const SERVICES_PER_CALL = 10;
const TASKS_PER_CALL = 100;
// Views of several services that begin together share a call.
const BATCH_WINDOW_MS = 5;

/** An ECS service, as config and state name it. */
export interface EcsServiceKey {
  environment: string;
  cluster: string;
  service: string;
}

/** What ECS says of a service at one moment. */
export interface EcsSnapshot {
  service: Service;
  /** Absent where ECS did not tell; then `problem` says why. */
  serviceDeployments?: ServiceDeploymentBrief[];
  /** Tasks that run or start. */
  tasks: Task[];
  /** Tasks that stopped within about an hour; read only while the service is in trouble. */
  stoppedTasks?: Task[];
  /** The last service deployment in full; read only while the service is in trouble. */
  lastDeployment?: ServiceDeployment;
  problem?: Problem;
}

type ServiceLoader = DataLoader<string, Service>;

/**
 * Reads ECS services: four calls for a service with up to 100 tasks (DescribeServices, ListServiceDeployments, ListTasks,
 * DescribeTasks), the first shared by up to ten services. A service in trouble takes three more (DescribeServiceDeployments,
 * and both task calls for its stopped tasks), which say why.
 */
export class EcsReader {
  readonly #cache: AnswerCache<EcsServiceKey, EcsSnapshot>;
  readonly #loaders = new Map<string, ServiceLoader>();
  readonly #clientOf: (environment: string) => ECSClient;

  static create(options: {
    clientOf: (environment: string) => ECSClient;
    logger: LoggerService;
  }): EcsReader {
    return new EcsReader(options);
  }

  private constructor(options: {
    clientOf: (environment: string) => ECSClient;
    logger: LoggerService;
  }) {
    this.#clientOf = options.clientOf;
    this.#cache = AnswerCache.create({
      subject: 'an ECS service',
      keyOf: key => `${key.environment}/${key.cluster}/${key.service}`,
      load: key => this.#load(key),
      ttl: 8_000,
      logger: options.logger,
    });
  }

  async read(key: EcsServiceKey): Promise<Answer<EcsSnapshot>> {
    return this.#cache.get(key);
  }

  async #load(key: EcsServiceKey): Promise<EcsSnapshot> {
    const [service, deployments, tasks] = await Promise.all([
      this.#loaderOf(key).load(key.service),
      settle(this.#listServiceDeployments(key)),
      settle(this.#describeTasks(key, 'RUNNING')),
    ]);
    const snapshot: EcsSnapshot = {
      service,
      serviceDeployments: deployments.value,
      tasks: tasks.value ?? [],
      problem: tasks.problem ?? deployments.problem,
    };
    return isInTrouble(snapshot) ? this.#addCause(key, snapshot) : snapshot;
  }

  async #addCause(
    key: EcsServiceKey,
    snapshot: EcsSnapshot,
  ): Promise<EcsSnapshot> {
    const arn = newestDeployment(
      snapshot.serviceDeployments ?? [],
    )?.serviceDeploymentArn;
    const [stopped, last] = await Promise.all([
      settle(this.#describeTasks(key, 'STOPPED')),
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
          batchScheduleFn: run => setTimeout(run, BATCH_WINDOW_MS),
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
        new DescribeServicesCommand({ cluster, services: [...names] }),
      ),
    );
    return names.map(
      name =>
        answer.services?.find(service => service.serviceName === name) ??
        missingService(name, environment),
    );
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

  async #describeTasks(
    key: EcsServiceKey,
    desiredStatus: 'RUNNING' | 'STOPPED',
  ): Promise<Task[]> {
    const { environment, cluster, service } = key;
    const client = this.#clientOf(environment);
    const subject = `tasks of the ECS service ${service}`;
    const arns: string[] = await callAws(
      { action: 'ecs:ListTasks', subject, environment },
      async () => {
        const found: string[] = [];
        const pages = paginateListTasks(
          { client },
          { cluster, serviceName: service, desiredStatus },
        );
        for await (const page of pages) {
          found.push(...(page.taskArns ?? []));
        }
        return found;
      },
    );
    const tasks: Task[] = [];
    for (let start = 0; start < arns.length; start += TASKS_PER_CALL) {
      const answer = await callAws(
        { action: 'ecs:DescribeTasks', subject, environment },
        () =>
          client.send(
            new DescribeTasksCommand({
              cluster,
              tasks: arns.slice(start, start + TASKS_PER_CALL),
            }),
          ),
      );
      // A failure here is a task that ended between the two calls.
      tasks.push(...(answer.tasks ?? []));
    }
    return tasks;
  }
}

function missingService(name: string, environment: string): ProblemError {
  return new ProblemError({
    code: 'not-found',
    message: `ECS does not know the service ${name} in environment ${environment}`,
    remedy: 'Reconcile the service, which creates again what was deleted',
  });
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
