import { type Deployments } from '@slipway/plugin-slipway-common';

// What is stopped or rolled back has failed already, and still moves.
const UNDOING = [
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
];

/** Whether a rollout of any of the services is under way, well or not. */
export function isRollingOut({ services }: Deployments): boolean {
  return services.some(
    ({ rollout }) =>
      rollout?.state === 'in-progress' ||
      UNDOING.includes(rollout?.status ?? ''),
  );
}
