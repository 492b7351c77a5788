import {
  DescribeTaskDefinitionCommand,
  type ECSClient,
} from '@aws-sdk/client-ecs';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Answer, AnswerCache } from '../../cache';
import { callAws } from '../../problems';
import { lastPart } from '../../stacks';

/** How a container of a task definition logs. */
export interface ContainerLogging {
  container: string;
  /** For example `awslogs`; absent where the container has no log configuration. */
  driver?: string;
  /** CloudWatch log group. */
  group?: string;
  /** Region of the log group, where it is another than the service's. */
  region?: string;
  streamPrefix?: string;
}

interface TaskDefinitionKey {
  environment: string;
  arn: string;
}

/**
 * Reads how the containers of a task definition log. A revision never changes, so each is read once. Nothing else of it is
 * kept: its environment variables are nobody's business here.
 */
export class TaskDefinitionReader {
  readonly #cache: AnswerCache<TaskDefinitionKey, ContainerLogging[]>;

  constructor(options: {
    clientOf: (environment: string) => ECSClient;
    logger: LoggerService;
  }) {
    const { clientOf, logger } = options;
    this.#cache = AnswerCache.create<TaskDefinitionKey, ContainerLogging[]>({
      subject: 'a task definition',
      keyOf: ({ environment, arn }) => `${environment}/${arn}`,
      load: async ({ environment, arn }) => {
        const { taskDefinition } = await callAws(
          {
            action: 'ecs:DescribeTaskDefinition',
            subject: `the task definition ${lastPart(arn)}`,
            environment,
          },
          () =>
            clientOf(environment).send(
              new DescribeTaskDefinitionCommand({ taskDefinition: arn }),
            ),
        );
        return (taskDefinition?.containerDefinitions ?? []).map(
          ({ name = '', logConfiguration: logs }) => ({
            container: name,
            driver: logs?.logDriver,
            group: logs?.options?.['awslogs-group'],
            region: logs?.options?.['awslogs-region'],
            streamPrefix: logs?.options?.['awslogs-stream-prefix'],
          }),
        );
      },
      ttl: 24 * 3_600_000,
      max: 5_000,
      logger,
    });
  }

  async read(key: TaskDefinitionKey): Promise<Answer<ContainerLogging[]>> {
    return this.#cache.get(key);
  }
}
