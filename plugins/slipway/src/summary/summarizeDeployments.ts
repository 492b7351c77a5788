import {
  type DeployedService,
  type Deployments,
  type Rollout,
  waitsForPerson,
} from '@slipway/plugin-slipway-common';

/**
 * For example `2 of 2 running`, `1 of 2 running, 1 pending, rollout in progress`. A failure is followed by its cause, where that
 * is known.
 */
export function summarizeDeployments({ services }: Deployments): string {
  if (services.length === 0) {
    return 'no ECS service';
  }
  if (services.length === 1) {
    return summarizeService(services[0]);
  }
  return services
    .map(service => `${service.name} ${summarizeService(service)}`)
    .join('; ');
}

function summarizeService(service: DeployedService): string {
  if (!service.released) {
    return 'no image released yet';
  }
  const { running, pending, desired } = service.counts;
  // More run than are desired while the old and the new revision stand side by side.
  const parts =
    running > desired
      ? [`${running} running, ${desired} desired`]
      : [`${running} of ${desired} running`];
  if (pending > 0) {
    parts.push(`${pending} pending`);
  }
  if (service.rollout) {
    parts.push(...describeRollout(service.rollout));
  }
  const summary = parts.join(', ');
  const why = firstExplanation(service);
  return why ? `${summary}: ${why}` : summary;
}

/** What explains the failure best: the newest cause that is known. */
function firstExplanation({ failures }: DeployedService): string | undefined {
  return [...(failures?.tasks ?? []), ...(failures?.events ?? [])].find(
    failure => failure.diagnosis,
  )?.diagnosis?.explanation;
}

function describeRollout({ state, waitsAt }: Rollout): string[] {
  switch (state) {
    case 'in-progress':
      return [
        waitsAt && waitsForPerson(waitsAt)
          ? 'rollout waits for a person'
          : 'rollout in progress',
      ];
    case 'failed':
      return ['last rollout failed'];
    case 'rolled-back':
      return ['last rollout failed and was rolled back'];
    case 'completed':
      return [];
    case 'unknown':
      return ['how the last rollout ended is not known'];
    default:
      return [state satisfies never];
  }
}
