import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type EcsPlayground } from '@slipway/local-aws';
import { keepAnswers, type WireAnswer } from './keepAnswers';
import {
  type RecordedEcs,
  type RecordedService,
  type TaskPage,
} from './RecordedEcs';

const cluster = 'slipway';
const TASKS_PER_CALL = 100;

/** Asks what the deployments facet and its details ask, and keeps the answers as they come over the wire. */
export class EcsRecorder {
  readonly #clientOptions: EcsPlayground['clientOptions'];
  readonly #client: ECSClient;
  readonly #lastAnswer: () => WireAnswer;

  constructor({ clientOptions }: EcsPlayground) {
    this.#clientOptions = clientOptions;
    this.#client = new ECSClient(clientOptions);
    this.#lastAnswer = keepAnswers(this.#client.config);
  }

  async record(services: string[]): Promise<RecordedEcs> {
    const recorded: RecordedEcs = {
      recordedAt: new Date().toISOString(),
      DescribeServices: await this.#ask(client =>
        client.send(
          new DescribeServicesCommand({ cluster, services, include: ['TAGS'] }),
        ),
      ),
      ListServiceDeployments: {},
      DescribeServiceDeployments: { serviceDeployments: [] },
      DescribeServiceRevisions: { serviceRevisions: [] },
      ListTasks: {},
      DescribeTasks: { tasks: [] },
      DescribeTaskDefinition: [],
      DescribeTargetHealth: [],
    };
    for (const service of recorded.DescribeServices.services) {
      await this.#recordRollouts(service.serviceName, recorded);
      await this.#recordTasks(service.serviceName, recorded);
      for (const targetGroupArn of targetGroupsOf(service)) {
        const answer = await this.#targetHealth(targetGroupArn);
        recorded.DescribeTargetHealth.push({ targetGroupArn, answer });
      }
    }
    await this.#recordDefinitions(recorded);
    return recorded;
  }

  async #recordRollouts(service: string, recorded: RecordedEcs): Promise<void> {
    const rollouts = await this.#ask<{
      serviceDeployments: {
        serviceDeploymentArn: string;
        targetServiceRevisionArn: string;
      }[];
    }>(client =>
      client.send(new ListServiceDeploymentsCommand({ cluster, service })),
    );
    recorded.ListServiceDeployments[service] = rollouts;
    if (rollouts.serviceDeployments.length === 0) {
      return;
    }
    const { serviceDeployments } = await this.#ask<
      RecordedEcs['DescribeServiceDeployments']
    >(client =>
      client.send(
        new DescribeServiceDeploymentsCommand({
          serviceDeploymentArns: rollouts.serviceDeployments.map(
            ({ serviceDeploymentArn }) => serviceDeploymentArn,
          ),
        }),
      ),
    );
    const { serviceRevisions } = await this.#ask<
      RecordedEcs['DescribeServiceRevisions']
    >(client =>
      client.send(
        new DescribeServiceRevisionsCommand({
          serviceRevisionArns: [
            ...new Set(
              rollouts.serviceDeployments.map(
                ({ targetServiceRevisionArn }) => targetServiceRevisionArn,
              ),
            ),
          ],
        }),
      ),
    );
    recorded.DescribeServiceDeployments.serviceDeployments.push(
      ...serviceDeployments,
    );
    recorded.DescribeServiceRevisions.serviceRevisions.push(
      ...serviceRevisions,
    );
  }

  async #recordTasks(service: string, recorded: RecordedEcs): Promise<void> {
    const pages = {
      RUNNING: await this.#listTasks(service, 'RUNNING'),
      STOPPED: await this.#listTasks(service, 'STOPPED'),
    };
    recorded.ListTasks[service] = pages;
    const arns = [...pages.RUNNING, ...pages.STOPPED].flatMap(
      ({ taskArns }) => taskArns,
    );
    for (let start = 0; start < arns.length; start += TASKS_PER_CALL) {
      const { tasks } = await this.#ask<RecordedEcs['DescribeTasks']>(client =>
        client.send(
          new DescribeTasksCommand({
            cluster,
            tasks: arns.slice(start, start + TASKS_PER_CALL),
          }),
        ),
      );
      recorded.DescribeTasks.tasks.push(...tasks);
    }
  }

  async #recordDefinitions(recorded: RecordedEcs): Promise<void> {
    const definitions = [
      ...recorded.DescribeServiceRevisions.serviceRevisions.map(
        ({ taskDefinition }) => taskDefinition,
      ),
      ...recorded.DescribeTasks.tasks.map(
        ({ taskDefinitionArn }) => taskDefinitionArn,
      ),
    ];
    for (const taskDefinition of new Set(definitions)) {
      recorded.DescribeTaskDefinition.push(
        await this.#ask(client =>
          client.send(new DescribeTaskDefinitionCommand({ taskDefinition })),
        ),
      );
    }
  }

  async #listTasks(
    serviceName: string,
    desiredStatus: 'RUNNING' | 'STOPPED',
  ): Promise<TaskPage[]> {
    const pages: TaskPage[] = [];
    do {
      const { nextToken } = pages.at(-1) ?? {};
      pages.push(
        await this.#ask(client =>
          client.send(
            new ListTasksCommand({
              cluster,
              serviceName,
              desiredStatus,
              nextToken,
            }),
          ),
        ),
      );
    } while (pages.at(-1)?.nextToken);
    return pages;
  }

  async #targetHealth(targetGroupArn: string): Promise<WireAnswer> {
    const client = new ElasticLoadBalancingV2Client(this.#clientOptions);
    const lastAnswer = keepAnswers(client.config);
    await client.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
    );
    client.destroy();
    return lastAnswer();
  }

  async #ask<T>(send: (client: ECSClient) => Promise<object>): Promise<T> {
    await send(this.#client);
    return JSON.parse(this.#lastAnswer().body);
  }
}

/** The target groups of a service and those of its task sets, each once. */
function targetGroupsOf(service: RecordedService): string[] {
  const arns = [service, ...(service.taskSets ?? [])].flatMap(
    ({ loadBalancers }) => loadBalancers.map(of => of.targetGroupArn),
  );
  return [...new Set(arns)];
}
