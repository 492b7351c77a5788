import {
  DescribeServiceDeploymentsCommand,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
  type ServiceDeploymentBrief,
} from '@aws-sdk/client-ecs';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Answer, AnswerCache } from '../cache';
import { callAws } from '../problems';
import { ArnLoader, type DescribedKey } from './ArnLoader';
import { type EcsServiceKey } from './EcsServiceKey';
import { ecsFailure } from './readTasks';
import { type EcsCalls } from './ServiceLoader';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const DEPLOYMENTS_PER_CALL = 20;

/** How long ECS keeps a service deployment. */
export const HISTORY_DAYS = 90;

/** Which history to read: it is read anew only once its newest deployment is another or has another status. */
export interface HistoryKey extends EcsServiceKey {
  newest: ServiceDeploymentBrief;
}

/**
 * Reads the rollouts of services: the list of the last 90 days when its newest one changed, and a deployment again only
 * while it progresses, twenty in a call.
 */
export class RolloutReader {
  readonly #calls: EcsCalls;
  readonly #histories: AnswerCache<HistoryKey, ServiceDeploymentBrief[]>;
  readonly #deployments: AnswerCache<DescribedKey, ServiceDeployment>;

  constructor(calls: EcsCalls, logger: LoggerService) {
    this.#calls = calls;
    this.#histories = AnswerCache.create({
      subject: 'the rollouts of an ECS service',
      keyOf: ({ environment, newest }) =>
        `${environment}/${newest.serviceDeploymentArn}/${newest.status}`,
      load: key => this.#listAll(key),
      // What grows too old to be listed may be listed for another while.
      ttl: HOUR,
      logger,
    });
    const loader = new ArnLoader({
      calls,
      action: 'ecs:DescribeServiceDeployments',
      perCall: DEPLOYMENTS_PER_CALL,
      describe: (environment, arns) => this.#describe(environment, arns),
    });
    this.#deployments = AnswerCache.create<DescribedKey, ServiceDeployment>({
      subject: 'a deployment of an ECS service',
      keyOf: ({ environment, arn }) => `${environment}/${arn}`,
      load: key => loader.load(key),
      ttl: ({ finishedAt }) => (finishedAt ? HOUR : 8 * SECOND),
      logger,
    });
  }

  /** The newest deployments: one page, kept by nobody here. */
  async newest(key: EcsServiceKey): Promise<ServiceDeploymentBrief[]> {
    const { environment, cluster, service } = key;
    const call = {
      action: 'ecs:ListServiceDeployments',
      subject: `the ECS service ${service}`,
      environment,
    };
    const answer = await callAws(call, () =>
      this.#calls
        .clientOf(environment)
        .send(new ListServiceDeploymentsCommand({ cluster, service })),
    );
    return answer.serviceDeployments ?? [];
  }

  /** The deployments of the last 90 days, newest first. */
  async history(key: HistoryKey): Promise<Answer<ServiceDeploymentBrief[]>> {
    return this.#histories.get(key);
  }

  /** One deployment in full. */
  async deployment(key: DescribedKey): Promise<Answer<ServiceDeployment>> {
    return this.#deployments.get(key);
  }

  async #listAll(key: HistoryKey): Promise<ServiceDeploymentBrief[]> {
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
        this.#calls.clientOf(environment).send(command),
      );
      found.push(...(page.serviceDeployments ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return found.sort((a, b) => Number(b.createdAt) - Number(a.createdAt));
  }

  async #describe(
    environment: string,
    arns: readonly string[],
  ): Promise<(ServiceDeployment | Error)[]> {
    const subject = 'the last deployment of the ECS service';
    const answer = await callAws(
      { action: 'ecs:DescribeServiceDeployments', subject, environment },
      () =>
        this.#calls.clientOf(environment).send(
          new DescribeServiceDeploymentsCommand({
            serviceDeploymentArns: [...arns],
          }),
        ),
    );
    return arns.map(
      arn =>
        answer.serviceDeployments?.find(
          deployment => deployment.serviceDeploymentArn === arn,
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
