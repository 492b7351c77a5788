import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
  type ServiceDeploymentBrief,
  type ServiceRevision,
} from '@aws-sdk/client-ecs';
import { type LoggerService } from '@backstage/backend-plugin-api';
import DataLoader from 'dataloader';
import { type Answer, AnswerCache } from '../../cache';
import { callAws } from '../../problems';
import { type EcsServiceKey } from '../EcsReader';
import { ecsFailure } from '../readTasks';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** How long ECS keeps a service deployment. */
export const HISTORY_DAYS = 90;

// DescribeServiceRevisions takes twenty.
const REVISIONS_PER_CALL = 20;

interface ArnKey {
  environment: string;
  arn: string;
}

/** Which history to read: it is read anew only once its newest deployment is another or has another status. */
export interface HistoryKey extends EcsServiceKey {
  newest: ServiceDeploymentBrief;
}

/**
 * Reads the rollouts of services: the list of the last 90 days when its newest one changed, a deployment again only while
 * it progresses, and a revision once, for it never changes.
 */
export class RolloutReader {
  readonly #clientOf: (environment: string) => ECSClient;
  readonly #histories: AnswerCache<HistoryKey, ServiceDeploymentBrief[]>;
  readonly #deployments: AnswerCache<ArnKey, ServiceDeployment>;
  readonly #revisions: AnswerCache<ArnKey, ServiceRevision>;
  readonly #loaders = new Map<string, DataLoader<string, ServiceRevision>>();

  constructor(options: {
    clientOf: (environment: string) => ECSClient;
    logger: LoggerService;
  }) {
    const { clientOf, logger } = options;
    this.#clientOf = clientOf;
    this.#histories = AnswerCache.create({
      subject: 'the rollouts of an ECS service',
      keyOf: ({ environment, newest }) =>
        `${environment}/${newest.serviceDeploymentArn}/${newest.status}`,
      load: key => this.#listDeployments(key),
      // What grows too old to be listed may be listed for another while.
      ttl: HOUR,
      logger,
    });
    this.#deployments = AnswerCache.create({
      subject: 'a deployment of an ECS service',
      keyOf: ({ environment, arn }) => `${environment}/${arn}`,
      load: key => this.#describeDeployment(key),
      ttl: ({ finishedAt }) => (finishedAt ? HOUR : 8 * SECOND),
      logger,
    });
    this.#revisions = AnswerCache.create({
      subject: 'a revision of an ECS service',
      keyOf: ({ environment, arn }) => `${environment}/${arn}`,
      load: ({ environment, arn }) => this.#loaderOf(environment).load(arn),
      ttl: revision => (hasDigests(revision) ? DAY : 8 * SECOND),
      max: 5_000,
      logger,
    });
  }

  /** The deployments of the last 90 days, newest first. */
  async history(key: HistoryKey): Promise<Answer<ServiceDeploymentBrief[]>> {
    return this.#histories.get(key);
  }

  async deployment(key: ArnKey): Promise<Answer<ServiceDeployment>> {
    return this.#deployments.get(key);
  }

  async revision(key: ArnKey): Promise<Answer<ServiceRevision>> {
    return this.#revisions.get(key);
  }

  async #listDeployments(key: HistoryKey): Promise<ServiceDeploymentBrief[]> {
    const { environment, cluster, service } = key;
    const call = {
      action: 'ecs:ListServiceDeployments',
      subject: `the rollouts of the ECS service ${service}`,
      environment,
    };
    const after = new Date(Date.now() - HISTORY_DAYS * DAY);
    const found: ServiceDeploymentBrief[] = [];
    let nextToken: string | undefined;
    do {
      const command = new ListServiceDeploymentsCommand({
        cluster,
        service,
        createdAt: { after },
        maxResults: 100,
        nextToken,
      });
      const page = await callAws(call, () =>
        this.#clientOf(environment).send(command),
      );
      found.push(...(page.serviceDeployments ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return found.sort((a, b) => Number(b.createdAt) - Number(a.createdAt));
  }

  async #describeDeployment(key: ArnKey): Promise<ServiceDeployment> {
    const { environment, arn } = key;
    const subject = 'the last deployment of the ECS service';
    const answer = await callAws(
      { action: 'ecs:DescribeServiceDeployments', subject, environment },
      () =>
        this.#clientOf(environment).send(
          new DescribeServiceDeploymentsCommand({
            serviceDeploymentArns: [arn],
          }),
        ),
    );
    const [deployment] = answer.serviceDeployments ?? [];
    if (!deployment) {
      const reason = answer.failures?.[0]?.reason ?? 'MISSING';
      throw ecsFailure(reason, subject, environment);
    }
    return deployment;
  }

  #loaderOf(environment: string): DataLoader<string, ServiceRevision> {
    let loader = this.#loaders.get(environment);
    if (!loader) {
      loader = new DataLoader(
        arns => this.#describeRevisions(environment, arns),
        { cache: false, maxBatchSize: REVISIONS_PER_CALL },
      );
      this.#loaders.set(environment, loader);
    }
    return loader;
  }

  async #describeRevisions(
    environment: string,
    arns: readonly string[],
  ): Promise<(ServiceRevision | Error)[]> {
    const subject = 'a revision of the ECS service';
    const answer = await callAws(
      { action: 'ecs:DescribeServiceRevisions', subject, environment },
      () =>
        this.#clientOf(environment).send(
          new DescribeServiceRevisionsCommand({
            serviceRevisionArns: [...arns],
          }),
        ),
    );
    return arns.map(
      arn =>
        answer.serviceRevisions?.find(
          revision => revision.serviceRevisionArn === arn,
        ) ??
        ecsFailure(
          answer.failures?.find(failure => failure.arn === arn)?.reason ??
            'MISSING',
          subject,
          environment,
        ),
    );
  }
}

// ECS fills in the digests once it has resolved the tags.
function hasDigests({ containerImages = [] }: ServiceRevision): boolean {
  return (
    containerImages.length > 0 &&
    containerImages.every(({ imageDigest }) => imageDigest)
  );
}
