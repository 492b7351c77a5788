import { createTask } from '../ecs/tasks/createTask';
import type { Cluster, TaskDefinition } from '../ecs/model';
import { scrapeTargets } from './scrapeTargets';

function fixture(environment: { name: string; value: string }[] = []) {
  const definition: TaskDefinition = {
    arn: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/slipway-orders:7',
    family: 'slipway-orders',
    revision: 7,
    status: 'ACTIVE',
    tags: [],
    containerDefinitions: [
      {
        name: 'orders',
        image: 'image',
        essential: true,
        environment,
        portMappings: [{ containerPort: 8080 }],
      },
    ],
  };
  const cluster: Cluster = {
    arn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/slipway',
    name: 'slipway',
    status: 'ACTIVE',
    settings: [],
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
    instances: 0,
    tags: [],
  };
  const task = createTask(
    {
      cluster,
      definition,
      group: 'service:slipway-orders',
      serviceName: 'slipway-orders',
      launchType: 'FARGATE',
      tags: [],
    },
    { accountId: '123456789012', region: 'eu-central-1' },
    new Date(),
  );
  task.containers[0].port = 40123;
  task.lastStatus = 'RUNNING';
  return { task, definition };
}

describe('scrapeTargets', () => {
  it('names the process of a running task, and whose it is', () => {
    const { task, definition } = fixture();
    expect(scrapeTargets(task, definition)).toEqual([
      {
        targets: ['127.0.0.1:40123'],
        labels: {
          __metrics_path__: '/actuator/prometheus',
          ecs_cluster: 'slipway',
          ecs_service: 'slipway-orders',
          ecs_task_id: task.id,
          ecs_task_definition: 'slipway-orders:7',
          ecs_container: 'orders',
        },
      },
    ]);
  });

  it('takes the path from the definition', () => {
    const { task, definition } = fixture([
      { name: 'PROMETHEUS_PATH', value: '/metrics' },
    ]);
    expect(scrapeTargets(task, definition)[0].labels.__metrics_path__).toBe(
      '/metrics',
    );
  });

  it('leaves out a task that does not run', () => {
    const { task, definition } = fixture();
    task.lastStatus = 'PENDING';
    expect(scrapeTargets(task, definition)).toEqual([]);
  });
});
