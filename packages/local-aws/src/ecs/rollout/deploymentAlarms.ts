import type { Service } from '../model';
import { failDeployment } from './failDeployment';

/** Names of the alarms that decide about the rollout that is under way. */
export function monitoredAlarms(service: Service): string[] {
  const [record] = service.serviceDeployments;
  return record?.status === 'IN_PROGRESS' &&
    record.alarms.status === 'MONITORING'
    ? record.alarms.names
    : [];
}

/**
 * Fails a rollout when one of its alarms goes off. What was in alarm when the rollout began does not count, as on ECS.
 *
 * @param inAlarm - names of the alarms that are in alarm now.
 */
export function judgeAlarms(
  service: Service,
  inAlarm: string[],
  now: Date,
): void {
  if (monitoredAlarms(service).length === 0) {
    return;
  }
  const [record] = service.serviceDeployments;
  const { alarms } = record;
  if (!alarms.ignored) {
    alarms.ignored = inAlarm;
    return;
  }
  const triggered = inAlarm.filter(name => !alarms.ignored?.includes(name));
  if (triggered.length > 0) {
    alarms.status = 'TRIGGERED';
    alarms.triggered = triggered;
    failDeployment(service, record, {
      now,
      rollback: service.deploymentConfiguration.alarms?.rollback ?? false,
      monitor: 'ECS deployment alarms',
      cause: 'alarm detected.',
      because: 'because an alarm was triggered.',
    });
  }
}
