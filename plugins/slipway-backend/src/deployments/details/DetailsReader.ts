import { type ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { type ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type LoggerService } from '@backstage/backend-plugin-api';
import {
  type DeployedServiceDetails,
  type DetailsPart,
  type Problem,
} from '@slipway/plugin-slipway-common';
import { type Answer } from '../../cache';
import { oldest } from '../../facets';
import { type ConsoleLocation, ConsoleLinks } from '../consoleLinks';
import { type EcsRecords } from '../EcsRecords';
import { type EcsServiceKey } from '../EcsServiceKey';
import { type EcsSnapshot } from '../EcsSnapshot';
import { newestDeployment } from '../rollout';
import { HISTORY_DAYS } from '../RolloutReader';
import { type ContainerLogging } from '../TaskDefinitionReader';
import { deployedTask } from './deployedTask';
import { rolloutHistory } from './history';
import {
  type Revisions,
  revisionArnsOf,
  rolloutDetails,
  rolloutFallback,
} from './rolloutDetails';
import { ScalingReader } from './ScalingReader';
import {
  targetGroup,
  TargetHealthReader,
  targetGroupsOf,
} from './TargetHealthReader';

const DAY_MS = 86_400_000;

// One call describes twenty revisions; older rollouts are told without theirs.
const HISTORY_REVISIONS = 20;

/** The clients that the details of a service are read with, beside what ECS tells. */
export interface DetailsClients {
  scaling: ApplicationAutoScalingClient;
  loadBalancing: ElasticLoadBalancingV2Client;
}

/** A service with what the overview knows of it already. */
export interface DetailsRequest {
  key: EcsServiceKey;
  snapshot: EcsSnapshot;
  at: Date;
  console?: ConsoleLocation;
}

/** Collects what could not be read, by part. */
class Parts {
  readonly problems: { part: DetailsPart; problem: Problem }[] = [];
  readonly moments: Date[] = [];

  /** The value of an answer, with its problem and its age noted down. */
  take<T>(part: DetailsPart, answer: Answer<T>): T | undefined {
    this.note(part, answer.problem);
    if (answer.at) {
      this.moments.push(answer.at);
    }
    return answer.value;
  }

  note(part: DetailsPart, problem: Problem | undefined): void {
    const known = this.problems.some(
      noted =>
        noted.part === part && noted.problem.message === problem?.message,
    );
    if (problem && !known) {
      this.problems.push({ part, problem });
    }
  }
}

/** What {@link DetailsReader} reads with. */
export interface DetailsReaderOptions {
  clientsOf: (environment: string) => DetailsClients;
  records: EcsRecords;
  logger: LoggerService;
}

/**
 * Reads what the tab shows of a service beyond the facet: the last rollout in full, its history, all tasks, target health,
 * scaling and logs. Each part fails alone.
 */
export class DetailsReader {
  readonly #records: EcsRecords;
  readonly #targetHealth: TargetHealthReader;
  readonly #scaling: ScalingReader;

  static create(options: DetailsReaderOptions): DetailsReader {
    return new DetailsReader(options);
  }

  private constructor(options: DetailsReaderOptions) {
    const { clientsOf, records, logger } = options;
    this.#records = records;
    this.#targetHealth = new TargetHealthReader({
      clientOf: environment => clientsOf(environment).loadBalancing,
      logger,
    });
    this.#scaling = new ScalingReader({
      clientOf: environment => clientsOf(environment).scaling,
      logger,
    });
  }

  async read(request: DetailsRequest): Promise<DeployedServiceDetails> {
    const { key, snapshot } = request;
    const parts = new Parts();
    parts.moments.push(request.at);
    for (const { part, problem } of snapshot.problems) {
      parts.note(part, problem);
    }
    const [rollouts, tasks, targetGroups, scaling] = await Promise.all([
      this.#readRollouts(request, parts),
      this.#readTasks(request, parts),
      this.#readTargetGroups(request, parts),
      this.#scaling.read(key),
    ]);
    return {
      name: key.service,
      cluster: key.cluster,
      ...rollouts,
      ...tasks,
      targetGroups,
      scaling: parts.take('scaling', scaling)?.scaling,
      asOf: oldest(...parts.moments).toISOString(),
      problems: parts.problems,
    };
  }

  async #readRollouts(
    { key, snapshot, console }: DetailsRequest,
    parts: Parts,
  ): Promise<Pick<DeployedServiceDetails, 'rollout' | 'history'>> {
    const { environment, cluster, service } = key;
    const newest = newestDeployment(snapshot.serviceDeployments ?? []);
    const arn = newest?.serviceDeploymentArn;
    if (!newest || !arn) {
      return { rollout: rolloutFallback(snapshot) };
    }
    const [deploymentAnswer, historyAnswer] = await Promise.all([
      this.#records.rollouts.deployment({ environment, arn }),
      this.#records.rollouts.history({ ...key, newest }),
    ]);
    const deployment = deploymentAnswer.value;
    // What is over does not change any more, and the history stays true as long as its newest rollout is the same, whatever their age.
    if (deployment?.finishedAt) {
      parts.note('rollout', deploymentAnswer.problem);
    } else {
      parts.take('rollout', deploymentAnswer);
    }
    parts.note('history', historyAnswer.problem);
    const history = historyAnswer.value;
    const revisions = await this.#readRevisions(environment, parts, [
      ...(deployment ? revisionArnsOf(deployment) : []),
      ...(history ?? [])
        .slice(0, HISTORY_REVISIONS)
        .flatMap(({ targetServiceRevisionArn: target }) => target ?? []),
    ]);
    const now = new Date();
    const since = new Date(now.getTime() - HISTORY_DAYS * DAY_MS);
    const rollout = deployment && rolloutDetails(deployment, revisions, now);
    return {
      rollout: rollout && {
        ...rollout,
        consoleUrl: new ConsoleLinks(console).deployment(
          { clusterName: cluster, name: service },
          rollout.id ?? '',
        ),
      },
      history: history && rolloutHistory(history, revisions, since),
    };
  }

  async #readRevisions(
    environment: string,
    parts: Parts,
    arns: readonly string[],
  ): Promise<Revisions> {
    const revisions = new Map();
    await Promise.all(
      [...new Set(arns)].map(async arn => {
        const answer = await this.#records.revisions.read({ environment, arn });
        parts.note('rollout', answer.problem);
        if (answer.value) {
          revisions.set(arn, answer.value);
        }
      }),
    );
    return revisions;
  }

  async #readTasks(
    { key, snapshot, console }: DetailsRequest,
    parts: Parts,
  ): Promise<Pick<DeployedServiceDetails, 'tasks' | 'logs'>> {
    const { environment, cluster: clusterName } = key;
    const answers = await Promise.all([
      this.#records.tasks.read({ ...key, desiredStatus: 'RUNNING' }),
      this.#records.tasks.read({ ...key, desiredStatus: 'STOPPED' }),
    ]);
    const tasks = answers.flatMap(answer => parts.take('tasks', answer) ?? []);
    const arns = new Set(
      [
        snapshot.service.taskDefinition,
        ...tasks.map(task => task.taskDefinitionArn),
      ].filter(arn => arn !== undefined),
    );
    const logging = new Map<string, ContainerLogging[]>();
    await Promise.all(
      [...arns].map(async arn => {
        const answer = await this.#records.taskDefinitions.read({
          environment,
          arn,
        });
        parts.note('logs', answer.problem);
        if (answer.value) {
          logging.set(arn, answer.value.logging);
        }
      }),
    );
    const links = new ConsoleLinks(console);
    return {
      tasks: tasks.map(task =>
        deployedTask(task, {
          clusterName,
          links,
          logging: logging.get(task.taskDefinitionArn ?? '') ?? [],
        }),
      ),
      logs: logging
        .get(snapshot.service.taskDefinition ?? '')
        ?.map(({ container, driver = 'none', group, region }) => ({
          container,
          driver,
          group,
          url: group && links.logs({ group, region }),
        })),
    };
  }

  async #readTargetGroups(
    { key, snapshot }: DetailsRequest,
    parts: Parts,
  ): Promise<DeployedServiceDetails['targetGroups']> {
    const { environment } = key;
    const uses = targetGroupsOf(snapshot.service);
    const groups = await Promise.all(
      uses.map(async use => {
        const answer = await this.#targetHealth.read({
          environment,
          arn: use.arn,
        });
        const targets = parts.take('target-health', answer);
        return targets ? [targetGroup(use, targets)] : [];
      }),
    );
    return uses.length > 0 ? groups.flat() : undefined;
  }
}
