import { isDeepStrictEqual } from 'node:util';
import { decimalId, ecsArn, hexId, resourceName, type ArnScope } from '../arn';
import type {
  Attempts,
  Deployment,
  Service,
  ServiceDeployment,
  ServiceRevision,
  ServiceSpecification,
} from '../model';
import { addEvent } from './events';
import { endMonitoring, failDeployment } from './failDeployment';
import type { ServiceTask } from './planTasks';
import { beginStages, stagesOf } from './stages';

const LEAST_THRESHOLD = 3;
const GREATEST_THRESHOLD = 200;
/** Failures further apart than this do not count as failures in a row. */
const CALM_MS = 60_000;

/** Failed tasks at which the circuit breaker opens: half of the desired count, at least 3, at most 200. */
export function breakerThreshold(desiredCount: number): number {
  const half = Math.ceil(desiredCount / 2);
  return Math.min(Math.max(half, LEAST_THRESHOLD), GREATEST_THRESHOLD);
}

/** Whether an update changes what tasks look like, and so needs a deployment. */
export function needsDeployment(
  before: ServiceSpecification,
  after: ServiceSpecification,
): boolean {
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
  return !isDeepStrictEqual(plain(before), plain(after));
}

function supersede(record: ServiceDeployment, now: Date): void {
  if (!record.finishedAt) {
    record.status = 'STOPPED';
    record.statusReason =
      'Service deployment stopped because a newer service deployment was created.';
    record.finishedAt = now;
    record.updatedAt = now;
    endMonitoring(record);
  }
}

/** Begins a rollout of the service's present specification; what was primary becomes ACTIVE. */
export function beginDeployment(
  service: Service,
  containers: { name: string; image: string }[],
  options: { scope: ArnScope; now: Date },
): void {
  const { scope, now } = options;
  const path = [resourceName(service.clusterArn), service.name];
  // ECS gives a deployment and its revision one number; the Terraform provider finds the one by the other.
  const number = decimalId();
  const revision: ServiceRevision = {
    arn: ecsArn(scope, 'service-revision', ...path, number),
    createdAt: now,
    specification: structuredClone(service.specification),
    containerImages: containers.map(({ name, image }) => ({
      containerName: name,
      image,
    })),
  };
  const id = `ecs-svc/${number}`;
  const deployment: Deployment = {
    id,
    status: 'PRIMARY',
    revisionArn: revision.arn,
    taskDefinition: service.specification.taskDefinition,
    failedTasks: 0,
    consecutiveFailures: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    createdAt: now,
    updatedAt: now,
  };
  const { deploymentCircuitBreaker: breaker, alarms } =
    service.deploymentConfiguration;
  for (const record of service.serviceDeployments) {
    supersede(record, now);
  }
  service.serviceDeployments.unshift({
    arn: ecsArn(scope, 'service-deployment', ...path, hexId(21)),
    deploymentId: id,
    status: 'IN_PROGRESS',
    createdAt: now,
    startedAt: now,
    updatedAt: now,
    sourceRevisionArns: service.deployments
      .slice(0, 1)
      .map(previous => previous.revisionArn),
    targetRevisionArn: revision.arn,
    breaker: {
      status: breaker?.enable ? 'MONITORING' : 'DISABLED',
      failureCount: 0,
      threshold: breakerThreshold(service.desiredCount),
    },
    alarms: {
      status: alarms?.enable ? 'MONITORING' : 'DISABLED',
      names: alarms?.alarmNames ?? [],
      triggered: [],
    },
    stages: beginStages(service.deploymentConfiguration, now),
  });
  service.revisions.unshift(revision);
  for (const previous of service.deployments) {
    previous.status = 'ACTIVE';
  }
  service.deployments.unshift(deployment);
  service.steady = false;
}

/** Counts a failure that is one in a row, or the first after a calm time. */
export function countAttempt(attempts: Attempts, now: Date): void {
  const calm =
    now.getTime() - (attempts.lastFailureAt?.getTime() ?? 0) > CALM_MS;
  attempts.consecutiveFailures = calm ? 1 : attempts.consecutiveFailures + 1;
  attempts.lastFailureAt = now;
}

/** Counts a task that stopped without being told to, and opens the circuit breaker at its threshold. */
export function countFailedTask(
  service: Service,
  deploymentId: string,
  now: Date,
): void {
  const deployment = service.deployments.find(({ id }) => id === deploymentId);
  if (!deployment) {
    return;
  }
  countAttempt(deployment, now);
  if (deployment.rolloutState !== 'IN_PROGRESS') {
    return;
  }
  deployment.failedTasks += 1;
  deployment.updatedAt = now;
  const record = recordOf(service, deployment);
  if (record && record.breaker.status === 'MONITORING') {
    record.breaker.failureCount = deployment.failedTasks;
    record.updatedAt = now;
    if (deployment.failedTasks >= record.breaker.threshold) {
      record.breaker.status = 'TRIGGERED';
      failDeployment(service, record, {
        now,
        rollback:
          service.deploymentConfiguration.deploymentCircuitBreaker?.rollback ??
          false,
        monitor: 'ECS deployment circuit breaker',
        cause: 'tasks failed to start.',
        because: 'because the circuit breaker threshold was exceeded.',
      });
      return;
    }
  }
  if (deployment.failedTasks % 5 === 0) {
    addEvent(
      service,
      'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
      now,
    );
  }
}

function recordOf(
  service: Service,
  deployment: Deployment,
): ServiceDeployment | undefined {
  return service.serviceDeployments.find(
    record => record.deploymentId === deployment.id,
  );
}

/** Concludes a rollout whose tasks are all there, forgets deployments that have no task left, and announces the steady state. */
export function settleDeployments(
  service: Service,
  tasks: ServiceTask[],
  now: Date,
): void {
  const [primary] = service.deployments;
  const own = tasks.filter(task => task.deploymentId === primary.id);
  const ready = own.filter(task => task.phase === 'ready').length;
  const desired = service.status === 'ACTIVE' ? service.desiredCount : 0;
  const complete =
    primary.rolloutState !== 'FAILED' &&
    ready === desired &&
    tasks.length === desired &&
    (stagesOf(service)?.stage ?? 'CLEAN_UP') === 'CLEAN_UP';

  if (complete && primary.rolloutState === 'IN_PROGRESS') {
    completeDeployment(service, primary, now);
  }
  service.deployments = service.deployments.filter(
    deployment =>
      deployment === primary ||
      (primary.rolloutState !== 'COMPLETED' &&
        deployment.rolloutState === 'COMPLETED') ||
      tasks.some(task => task.deploymentId === deployment.id),
  );
  if (complete && !service.steady && service.status === 'ACTIVE') {
    addEvent(service, 'has reached a steady state.', now);
  }
  service.steady = complete;
}

function completeDeployment(
  service: Service,
  primary: Deployment,
  now: Date,
): void {
  primary.rolloutState = 'COMPLETED';
  primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
  primary.failedTasks = 0;
  primary.updatedAt = now;
  const [record] = service.serviceDeployments;
  if (record && !record.finishedAt) {
    const rolledBack = record.status === 'ROLLBACK_IN_PROGRESS';
    record.status = rolledBack ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL';
    record.finishedAt = now;
    record.updatedAt = now;
    endMonitoring(record);
  }
  addEvent(service, `(deployment ${primary.id}) deployment completed.`, now);
}
