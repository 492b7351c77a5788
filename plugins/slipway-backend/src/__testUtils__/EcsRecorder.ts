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
import { type EcsPlayground } from '@slipway/local-aws';
import { keepAnswers, type WireAnswer } from './keepAnswers';
import { type RecordedEcs } from './RecordedEcs';

/** Asks what the deployments facet and its details ask, and keeps the answers as they come over the wire. */
export class EcsRecorder {
  readonly #client: ECSClient;
  readonly #lastAnswer: () => WireAnswer;

  constructor({ clientOptions }: EcsPlayground) {
    this.#client = new ECSClient(clientOptions);
    this.#lastAnswer = keepAnswers(this.#client.config);
  }

  async record(services: string[]): Promise<RecordedEcs> {
    const cluster = 'slipway';
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
    };
    for (const { serviceName } of recorded.DescribeServices.services) {
      await this.#recordService(serviceName, recorded);
    }
    return recorded;
  }

  async #recordService(service: string, recorded: RecordedEcs): Promise<void> {
    const cluster = 'slipway';
    const rollouts = await this.#ask<{
      serviceDeployments: {
        serviceDeploymentArn: string;
        targetServiceRevisionArn: string;
      }[];
    }>(client =>
      client.send(new ListServiceDeploymentsCommand({ cluster, service })),
    );
    recorded.ListServiceDeployments[service] = rollouts;
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
    recorded.DescribeServiceDeployments.serviceDeployments.push(
      ...serviceDeployments,
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
    recorded.DescribeServiceRevisions.serviceRevisions.push(
      ...serviceRevisions,
    );
    const [running, stopped] = [
      await this.#listTasks(service, 'RUNNING'),
      await this.#listTasks(service, 'STOPPED'),
    ];
    recorded.ListTasks[service] = { RUNNING: running, STOPPED: stopped };
    const arns = [...running.taskArns, ...stopped.taskArns];
    if (arns.length > 0) {
      const { tasks } = await this.#ask<RecordedEcs['DescribeTasks']>(client =>
        client.send(new DescribeTasksCommand({ cluster, tasks: arns })),
      );
      recorded.DescribeTasks.tasks.push(...tasks);
    }
    for (const revision of serviceRevisions) {
      const { taskDefinition } = revision as { taskDefinition?: string };
      recorded.DescribeTaskDefinition.push(
        await this.#ask(client =>
          client.send(new DescribeTaskDefinitionCommand({ taskDefinition })),
        ),
      );
    }
  }

  async #listTasks(serviceName: string, desiredStatus: 'RUNNING' | 'STOPPED') {
    return this.#ask<{ taskArns: string[] }>(client =>
      client.send(
        new ListTasksCommand({
          cluster: 'slipway',
          serviceName,
          desiredStatus,
        }),
      ),
    );
  }

  async #ask<T>(send: (client: ECSClient) => Promise<object>): Promise<T> {
    await send(this.#client);
    return JSON.parse(this.#lastAnswer().body);
  }
}
