import {
  type DeploymentLifecycleHookDetail,
  type ServiceDeployment,
} from '@aws-sdk/client-ecs';
import { type LifecycleHook } from '@slipway/plugin-slipway-common';

/** A lifecycle hook in our words. */
export function lifecycleHook(
  hook: DeploymentLifecycleHookDetail,
): LifecycleHook {
  return {
    id: hook.hookId ?? '',
    type: hook.targetType ?? 'UNKNOWN',
    status: hook.status ?? 'UNKNOWN',
    expiresAt: hook.expiresAt?.toISOString(),
    defaultAction: hook.timeoutAction,
  };
}

/** The hook that makes a deployment wait: one that waits for a person, before one whose function runs. */
export function waitingHook(
  deployment: ServiceDeployment | undefined,
): LifecycleHook | undefined {
  const hooks = (deployment?.lifecycleHookDetails ?? []).map(lifecycleHook);
  return ['AWAITING_ACTION', 'IN_PROGRESS']
    .map(wanted => hooks.find(({ status }) => status === wanted))
    .find(hook => hook !== undefined);
}
