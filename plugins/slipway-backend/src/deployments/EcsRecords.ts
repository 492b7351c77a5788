import { type LoggerService } from '@backstage/backend-plugin-api';
import { RevisionReader } from './RevisionReader';
import { RolloutReader } from './RolloutReader';
import { type EcsCalls } from './ServiceLoader';
import { TaskDefinitionReader } from './TaskDefinitionReader';
import { TasksReader } from './TasksReader';

/** What ECS keeps beside its services. The facet, the details of the tab and the doctor of metrics read each of it once. */
export interface EcsRecords {
  rollouts: RolloutReader;
  revisions: RevisionReader;
  taskDefinitions: TaskDefinitionReader;
  tasks: TasksReader;
}

export function createEcsRecords(
  options: EcsCalls & { logger: LoggerService },
): EcsRecords {
  const { logger } = options;
  return {
    rollouts: new RolloutReader(options, logger),
    revisions: new RevisionReader(options, logger),
    taskDefinitions: new TaskDefinitionReader(options),
    tasks: new TasksReader(options),
  };
}
