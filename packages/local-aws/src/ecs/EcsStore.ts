import { AwsError } from '../proxy/AwsError';
import { clusterOfArn, resourceName, type ArnScope } from './arn';
import type { Cluster, Service, Task, TaskDefinition } from './model';

/** Stopped tasks stay visible for an hour, as in ECS. */
const STOPPED_TASK_AGE_MS = 3_600_000;

/** What ECS knows in one region, in memory. The finders throw what ECS answers when there is no such thing. */
export class EcsStore {
  readonly scope: ArnScope;
  readonly clusters = new Map<string, Cluster>();
  /** Revisions by family, oldest first. */
  readonly taskDefinitions = new Map<string, TaskDefinition[]>();
  /** By ARN. */
  readonly services = new Map<string, Service>();
  /** By ARN. */
  readonly tasks = new Map<string, Task>();

  private constructor(scope: ArnScope) {
    this.scope = scope;
  }

  static create(scope: ArnScope): EcsStore {
    return new EcsStore(scope);
  }

  cluster(nameOrArn: string | undefined): Cluster {
    const cluster = this.clusters.get(resourceName(nameOrArn ?? 'default'));
    if (!cluster) {
      throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
    }
    if (cluster.status !== 'ACTIVE') {
      throw new AwsError(
        'ClusterNotFoundException',
        'The referenced cluster was inactive.',
      );
    }
    return cluster;
  }

  /** How many EC2 instances a cluster has. */
  instancesOf(clusterArn: string): number {
    return this.clusters.get(resourceName(clusterArn))?.instances ?? 0;
  }

  findService(cluster: Cluster, nameOrArn: string): Service | undefined {
    const name = resourceName(nameOrArn);
    const isLongArn = clusterOfArn(nameOrArn) !== undefined;
    return [...this.services.values()].find(service =>
      isLongArn
        ? service.arn === nameOrArn && service.clusterArn === cluster.arn
        : service.name === name && service.clusterArn === cluster.arn,
    );
  }

  service(clusterName: string | undefined, nameOrArn: string): Service {
    const cluster = this.cluster(clusterName ?? clusterOfArn(nameOrArn));
    const service = this.findService(cluster, nameOrArn);
    if (!service) {
      throw new AwsError('ServiceNotFoundException', 'Service not found.');
    }
    return service;
  }

  /** Finds `family`, `family:revision` or an ARN of either; the plain family means its newest active revision. */
  findTaskDefinition(reference: string): TaskDefinition | undefined {
    const [family, revision] = resourceName(reference).split(':');
    const revisions = this.taskDefinitions.get(family) ?? [];
    return revision === undefined
      ? revisions.filter(({ status }) => status === 'ACTIVE').at(-1)
      : revisions.find(definition => String(definition.revision) === revision);
  }

  taskDefinition(reference: string): TaskDefinition {
    const definition = this.findTaskDefinition(reference);
    if (!definition) {
      throw new AwsError('ClientException', 'TaskDefinition not found.');
    }
    return definition;
  }

  tasksOf(service: Service): Task[] {
    return [...this.tasks.values()].filter(
      task =>
        task.serviceName === service.name &&
        task.clusterArn === service.clusterArn,
    );
  }

  /** Forgets tasks that stopped too long ago. */
  forgetOldTasks(now: Date): void {
    for (const task of this.tasks.values()) {
      const stoppedAt = task.stoppedAt?.getTime() ?? Infinity;
      if (now.getTime() - stoppedAt > STOPPED_TASK_AGE_MS) {
        this.tasks.delete(task.arn);
      }
    }
  }
}
