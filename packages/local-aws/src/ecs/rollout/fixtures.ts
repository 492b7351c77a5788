import type { Service } from '../model';
import type { ServiceTask } from './planTasks';

/** A service of two tasks with the circuit breaker on, before its first deployment. For tests. */
export function serviceFixture(changes: Partial<Service> = {}): Service {
  return {
    arn: 'arn:aws:ecs:eu-central-1:123456789012:service/slipway/orders',
    name: 'orders',
    clusterArn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/slipway',
    status: 'ACTIVE',
    createdAt: new Date(0),
    createdBy: 'arn:aws:iam::123456789012:root',
    desiredCount: 2,
    specification: {
      taskDefinition: 'orders:1',
      launchType: 'FARGATE',
      loadBalancers: [],
      serviceRegistries: [],
    },
    deploymentConfiguration: {
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    },
    deploymentController: { type: 'ECS' },
    availabilityZoneRebalancing: 'ENABLED',
    enableECSManagedTags: false,
    enableExecuteCommand: false,
    placementConstraints: [],
    placementStrategy: [],
    propagateTags: 'NONE',
    schedulingStrategy: 'REPLICA',
    deployments: [],
    serviceDeployments: [],
    revisions: [],
    events: [],
    steady: false,
    tags: [],
    ...changes,
  };
}

/** As many tasks of a deployment as asked, in one phase. For tests. */
export function taskFixtures(
  deploymentId: string,
  phase: ServiceTask['phase'],
  count: number,
): ServiceTask[] {
  return Array.from({ length: count }, (_, index) => ({
    arn: `${deploymentId}/${phase}/${index}`,
    deploymentId,
    phase,
    createdAt: new Date(index),
  }));
}
