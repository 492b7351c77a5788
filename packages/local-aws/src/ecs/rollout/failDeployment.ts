import type { Service, ServiceDeployment } from '../model';
import { addEvent } from './events';

/** Alarms and circuit breaker have nothing to watch any more. */
export function endMonitoring(record: ServiceDeployment): void {
  for (const monitor of [record.breaker, record.alarms]) {
    if (monitor.status === 'MONITORING') {
      monitor.status = 'MONITORING_COMPLETE';
    }
  }
}

/** Ends a rollout as failed: rolled back where the configuration says so, stopped otherwise. */
export function failDeployment(
  service: Service,
  record: ServiceDeployment,
  options: {
    now: Date;
    rollback: boolean;
    /** What found the failure, as ECS words it. */
    monitor: string;
    cause: string;
    because: string;
  },
): void {
  const { now, monitor, cause, because } = options;
  const [failed] = service.deployments;
  failed.rolloutState = 'FAILED';
  failed.rolloutStateReason = `${monitor}: ${cause}`;
  failed.updatedAt = now;
  record.updatedAt = now;
  addEvent(
    service,
    `(deployment ${failed.id}) deployment failed: ${cause}`,
    now,
  );
  if (options.rollback) {
    rollBack(service, record, {
      now,
      reason: `Service deployment rolled back ${because}`,
      rolloutReason: `${monitor}: rolling back to`,
    });
    return;
  }
  record.status = 'STOPPED';
  record.statusReason = `Service deployment stopped ${because}`;
  record.finishedAt = now;
  endMonitoring(record);
}

/** Ends a rollout because somebody asked for it, and rolls it back. */
export function abandonDeployment(
  service: Service,
  record: ServiceDeployment,
  options: { now: Date; rolloutReason: string; reason: string },
): void {
  const { now, reason, rolloutReason } = options;
  const [primary] = service.deployments;
  primary.rolloutState = 'FAILED';
  primary.rolloutStateReason = rolloutReason;
  primary.updatedAt = now;
  rollBack(service, record, {
    now,
    reason,
    rolloutReason: 'ECS deployment rolling back to',
  });
}

/** Makes the last completed deployment the primary one again. */
function rollBack(
  service: Service,
  record: ServiceDeployment,
  options: { now: Date; reason: string; rolloutReason: string },
): void {
  const { now, reason, rolloutReason } = options;
  const [failed, ...others] = service.deployments;
  const good = others.find(({ rolloutState }) => rolloutState === 'COMPLETED');
  record.updatedAt = now;
  record.statusReason = reason;
  endMonitoring(record);
  if (record.stages) {
    record.stages.weights = { production: 0, test: 0 };
  }
  service.steady = false;
  if (!good) {
    record.status = 'ROLLBACK_FAILED';
    record.statusReason = `${reason} No rollback candidate was found to run the rollback.`;
    record.finishedAt = now;
    return;
  }
  failed.status = 'ACTIVE';
  good.status = 'PRIMARY';
  good.rolloutState = 'IN_PROGRESS';
  good.rolloutStateReason = `${rolloutReason} deploymentId ${good.id}.`;
  good.updatedAt = now;
  good.consecutiveFailures = 0;
  service.deployments = [
    good,
    ...service.deployments.filter(deployment => deployment !== good),
  ];
  record.status = 'ROLLBACK_IN_PROGRESS';
  record.rollback = {
    reason,
    startedAt: now,
    serviceRevisionArn: good.revisionArn,
  };
  const revision = service.revisions.find(
    ({ arn }) => arn === good.revisionArn,
  );
  if (revision) {
    service.specification = structuredClone(revision.specification);
  }
  addEvent(service, `rolling back to deployment ${good.id}.`, now);
}
