import { resourceName } from '../ecs/arn';
import type { Task, TaskDefinition } from '../ecs/model';

/** One entry of a Prometheus `file_sd` file. */
export interface ScrapeTarget {
  targets: string[];
  labels: Record<string, string>;
}

const DEFAULT_PATH = '/actuator/prometheus';
/** Label by which the CloudWatch agent and others find a container's metrics. */
const PATH_LABEL = 'PROMETHEUS_EXPORTER_PATH';
const PATH_VARIABLE = 'PROMETHEUS_PATH';

/** Where Prometheus finds the containers of a running task that have a port. */
export function scrapeTargets(
  task: Task,
  definition: TaskDefinition,
): ScrapeTarget[] {
  if (task.lastStatus !== 'RUNNING') {
    return [];
  }
  const targets: ScrapeTarget[] = [];
  for (const [index, container] of task.containers.entries()) {
    const { portMappings, dockerLabels, environment } =
      definition.containerDefinitions[index];
    if (container.port && portMappings.length > 0) {
      const path =
        dockerLabels?.[PATH_LABEL] ??
        environment.find(({ name }) => name === PATH_VARIABLE)?.value ??
        DEFAULT_PATH;
      targets.push({
        targets: [`127.0.0.1:${container.port}`],
        labels: {
          __metrics_path__: path,
          ecs_cluster: resourceName(task.clusterArn),
          ecs_service: task.serviceName ?? '',
          ecs_task_id: task.id,
          ecs_task_definition: resourceName(task.taskDefinitionArn),
          ecs_container: container.name,
        },
      });
    }
  }
  return targets;
}
