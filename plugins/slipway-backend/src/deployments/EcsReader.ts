import { type Service, type ServiceDeploymentBrief } from '@aws-sdk/client-ecs';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type DetailsPart, type Problem } from '@slipway/plugin-slipway-common';
import { AnswerCache, type Answer } from '../cache';
import { ProblemError, problemOf } from '../problems';
import { type EcsRecords } from './EcsRecords';
import { type EcsServiceKey } from './EcsServiceKey';
import { type EcsSnapshot, type PartProblem } from './EcsSnapshot';
import { isInTrouble } from './isInTrouble';
import { hasMoved, isAtRest } from './isAtRest';
import { readTasks } from './readTasks';
import { newestDeployment } from './rollout';
import {
  containersOfRevisions,
  containersOfTasks,
  type RunningContainer,
} from './runningContainers';
import { type EcsCalls, ServiceLoader } from './ServiceLoader';
import { requireTag } from './taggedService';

// What moves is worth a look as often as an open card asks.
const MOVING_MS = 8_000;
const AT_REST_MS = 30_000;
// A service whose answer did not change had no rollout. Listed again now and then all the same.
const LISTED_MS = 10 * 60_000;

/** What {@link EcsReader} reads with. */
export interface EcsReaderOptions extends EcsCalls {
  records: EcsRecords;
  logger: LoggerService;
}

/**
 * Reads ECS services. A first look at a service takes DescribeServices (shared by ten), ListServiceDeployments and
 * DescribeServiceRevisions (shared by twenty, then kept), however many tasks run; a renewal of one at rest takes its tenth of
 * DescribeServices. Where revisions do not tell what runs, ListTasks and DescribeTasks take their place. A rollout that progresses
 * takes DescribeServiceDeployments (shared by twenty), a service in trouble both task calls for its stopped tasks. A service
 * without a stack takes DescribeTaskDefinition once for each revision.
 */
export class EcsReader {
  readonly #cache: AnswerCache<EcsServiceKey, EcsSnapshot>;
  readonly #services: ServiceLoader;
  readonly #options: EcsReaderOptions;

  static create(options: EcsReaderOptions): EcsReader {
    return new EcsReader(options);
  }

  private constructor(options: EcsReaderOptions) {
    this.#options = options;
    this.#services = new ServiceLoader(options);
    this.#cache = AnswerCache.create({
      subject: 'an ECS service',
      // What one entity may see of a service, another may not.
      keyOf: ({ environment, cluster, service, taggedFor = '' }) =>
        `${environment}/${cluster}/${service}/${taggedFor}`,
      load: (key, previous) => this.#load(key, previous),
      ttl: snapshot => (isAtRest(snapshot) ? AT_REST_MS : MOVING_MS),
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
    const [service, running, rollouts] = await Promise.all([
      described,
      settle(
        described.then(found =>
          this.#describeRunning({ ...key, known }, found),
        ),
      ),
      settle(this.#listRollouts(key, { described, previous })),
    ]);
    const snapshot: EcsSnapshot = {
      service,
      ...rollouts.value,
      running: running.value ?? [],
      taskDefinition,
      problems: [
        ...problemIn('tasks', running.problem),
        ...problemIn('rollout', rollouts.problem),
        ...problemIn('tasks', definition?.problem),
      ],
    };
    const throttled = snapshot.problems.find(
      ({ problem }) => problem.code === 'throttled',
    );
    if (previous && throttled) {
      // What was read whole a moment ago says more than what is read in part now.
      throw new ProblemError(throttled.problem);
    }
    return this.#addCause(key, snapshot);
  }

  async #describeService(key: EcsServiceKey): Promise<Service> {
    const service = await this.#services.load(key);
    if (key.taggedFor !== undefined) {
      requireTag(service, key.taggedFor, key.environment);
    }
    return service;
  }

  async #readDefinition(
    { environment }: EcsServiceKey,
    { taskDefinition: arn }: Service,
  ) {
    const { taskDefinitions } = this.#options.records;
    return arn ? taskDefinitions.read({ environment, arn }) : undefined;
  }

  // The first look does not wait for the service's description: a renewal does, because that mostly says that nothing moved.
  async #listRollouts(
    key: EcsServiceKey,
    known: { described: Promise<Service>; previous: EcsSnapshot | undefined },
  ): Promise<Pick<EcsSnapshot, 'serviceDeployments' | 'listedAt'>> {
    const { described, previous } = known;
    const now = new Date();
    if (
      previous?.listedAt &&
      now.getTime() - previous.listedAt.getTime() < LISTED_MS &&
      !hasMoved(previous, await described)
    ) {
      const { serviceDeployments, listedAt } = previous;
      return { serviceDeployments, listedAt };
    }
    const serviceDeployments: ServiceDeploymentBrief[] =
      await this.#options.records.rollouts.newest(key);
    return { serviceDeployments, listedAt: now };
  }

  async #describeRunning(
    key: EcsServiceKey,
    service: Service,
  ): Promise<RunningContainer[]> {
    if (service.runningCount === 0) {
      return [];
    }
    const { environment, known } = key;
    const { clientOf, records } = this.#options;
    const arns = runningRevisions(service);
    if (arns && service.taskDefinition === known?.arn) {
      // Without the permission to read revisions the tasks are asked instead.
      const answers = await Promise.all(
        arns.map(arn => records.revisions.read({ environment, arn })),
      );
      const revisions = answers.flatMap(({ value }) => value ?? []);
      const told =
        revisions.length === arns.length &&
        containersOfRevisions(revisions, known);
      if (told) {
        return told;
      }
    }
    return containersOfTasks(
      await readTasks(clientOf(environment), key, 'RUNNING'),
    );
  }

  async #addCause(
    key: EcsServiceKey,
    snapshot: EcsSnapshot,
  ): Promise<EcsSnapshot> {
    const { environment } = key;
    const { clientOf, records } = this.#options;
    const inTrouble = isInTrouble(snapshot);
    const last = newestDeployment(snapshot.serviceDeployments ?? []);
    const arn = last?.serviceDeploymentArn;
    const [stopped, deployment] = await Promise.all([
      inTrouble
        ? settle(readTasks(clientOf(environment), key, 'STOPPED'))
        : undefined,
      arn && (inTrouble || !last.finishedAt)
        ? records.rollouts.deployment({ environment, arn })
        : undefined,
    ]);
    return {
      ...snapshot,
      stoppedTasks: stopped?.value,
      lastDeployment: deployment?.value,
      problems: [
        ...snapshot.problems,
        ...problemIn('tasks', stopped?.problem),
        ...problemIn('rollout', deployment?.problem),
      ],
    };
  }
}

/** ARNs of the revisions whose tasks run; `undefined` where ECS does not say, as for services that it does not roll out itself. */
function runningRevisions(service: Service): string[] | undefined {
  const arns = (service.currentServiceRevisions ?? [])
    .filter(({ runningTaskCount = 0 }) => runningTaskCount > 0)
    .flatMap(({ arn }) => arn ?? []);
  return arns.length > 0 ? arns : undefined;
}

function problemIn(
  part: DetailsPart,
  problem: Problem | undefined,
): PartProblem[] {
  return problem ? [{ part, problem }] : [];
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
