import { type ECSClient, type Task } from '@aws-sdk/client-ecs';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Answer, AnswerCache } from '../cache';
import { type EcsServiceKey } from './EcsServiceKey';
import { readTasks } from './readTasks';

/** Which tasks of a service: those that should run, or those that stopped within about an hour. */
export interface TasksKey extends EcsServiceKey {
  desiredStatus: 'RUNNING' | 'STOPPED';
}

/** Reads all tasks of services. */
export class TasksReader {
  readonly #cache: AnswerCache<TasksKey, Task[]>;

  constructor(options: {
    clientOf: (environment: string) => ECSClient;
    logger: LoggerService;
  }) {
    this.#cache = AnswerCache.create({
      subject: 'the tasks of an ECS service',
      keyOf: ({ environment, cluster, service, desiredStatus }) =>
        `${environment}/${cluster}/${service}/${desiredStatus}`,
      load: key =>
        readTasks(options.clientOf(key.environment), key, key.desiredStatus),
      ttl: 8_000,
      logger: options.logger,
    });
  }

  async read(key: TasksKey): Promise<Answer<Task[]>> {
    return this.#cache.get(key);
  }
}
