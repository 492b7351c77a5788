import {
  type ContainerDefinition,
  DescribeTaskDefinitionCommand,
  type ECSClient,
} from '@aws-sdk/client-ecs';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Answer, AnswerCache } from '../cache';
import { callAws } from '../problems';
import { type DeclaredTaskDefinition, lastPart } from '../stacks';

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

/** What is kept of a task definition. */
export interface ReadTaskDefinition {
  /** As a state would declare it, but for its address there. */
  declared: DeclaredTaskDefinition;
  logging: ContainerLogging[];
}

interface TaskDefinitionKey {
  environment: string;
  arn: string;
}

/**
 * Reads which images a task definition names and how its containers log. A revision never changes, so each is read once. Nothing
 * else of it is kept: its environment variables are nobody's business here.
 */
export class TaskDefinitionReader {
  readonly #cache: AnswerCache<TaskDefinitionKey, ReadTaskDefinition>;

  constructor(options: {
    clientOf: (environment: string) => ECSClient;
    logger: LoggerService;
  }) {
    const { clientOf, logger } = options;
    this.#cache = AnswerCache.create<TaskDefinitionKey, ReadTaskDefinition>({
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
        const containers = taskDefinition?.containerDefinitions ?? [];
        return {
          declared: {
            address: '',
            arn,
            cpuArchitecture:
              taskDefinition?.runtimePlatform?.cpuArchitecture ?? 'X86_64',
            containers: containers.map(({ name = '', image = '' }) => ({
              name,
              image,
            })),
          },
          logging: containers.map(loggingOf),
        };
      },
      ttl: 24 * 3_600_000,
      max: 5_000,
      logger,
    });
  }

  async read(key: TaskDefinitionKey): Promise<Answer<ReadTaskDefinition>> {
    return this.#cache.get(key);
  }
}

function loggingOf(container: ContainerDefinition): ContainerLogging {
  const { name = '', logConfiguration: logs } = container;
  return {
    container: name,
    driver: logs?.logDriver,
    group: logs?.options?.['awslogs-group'],
    region: logs?.options?.['awslogs-region'],
    streamPrefix: logs?.options?.['awslogs-stream-prefix'],
  };
}
