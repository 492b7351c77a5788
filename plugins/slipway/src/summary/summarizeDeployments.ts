import {
  type DeployedService,
  type Deployments,
  type Rollout,
} from '@slipway/plugin-slipway-common';

/** For example `2 of 2 running`, `1 of 2 running, 1 pending, rollout in progress`. */
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
  const parts = [`${running} of ${desired} running`];
  if (pending > 0) {
    parts.push(`${pending} pending`);
  }
  if (service.rollout) {
    parts.push(...describeRollout(service.rollout));
  }
  return parts.join(', ');
}

function describeRollout({ state }: Rollout): string[] {
  switch (state) {
    case 'in-progress':
      return ['rollout in progress'];
    case 'failed':
      return ['last rollout failed'];
    case 'rolled-back':
      return ['last rollout failed and was rolled back'];
    case 'completed':
    case 'unknown':
      return [];
    default:
      return [state satisfies never];
  }
}
