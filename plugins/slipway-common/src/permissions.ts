import { createPermission } from '@backstage/plugin-permission-common';
import type { FacetName } from './facets';

/** See which environments are configured. @public */
export const environmentReadPermission = createPermission({
  name: 'slipway.environment.read',
  attributes: { action: 'read' },
});

/** See the deployments of a service. @public */
export const deploymentsReadPermission = createPermission({
  name: 'slipway.deployments.read',
  attributes: { action: 'read' },
});

/** See the soundness, serial and lock of a stack's state. @public */
export const stateReadPermission = createPermission({
  name: 'slipway.state.read',
  attributes: { action: 'read' },
});

/** See the drift of a stack. @public */
export const driftReadPermission = createPermission({
  name: 'slipway.drift.read',
  attributes: { action: 'read' },
});

/** Start a drift check. @public */
export const driftCheckPermission = createPermission({
  name: 'slipway.drift.check',
  attributes: { action: 'create' },
});

/** See the registry's findings of what runs. @public */
export const scansReadPermission = createPermission({
  name: 'slipway.scans.read',
  attributes: { action: 'read' },
});

/** See the metrics of a service. @public */
export const metricsReadPermission = createPermission({
  name: 'slipway.metrics.read',
  attributes: { action: 'read' },
});

/** Bootstrap an environment with the operator's credentials. @public */
export const environmentBootstrapPermission = createPermission({
  name: 'slipway.environment.bootstrap',
  attributes: { action: 'create' },
});

/** Plan a stack. @public */
export const stackPlanPermission = createPermission({
  name: 'slipway.stack.plan',
  attributes: { action: 'read' },
});

/** Apply a stack. @public */
export const stackApplyPermission = createPermission({
  name: 'slipway.stack.apply',
  attributes: { action: 'update' },
});

/** Destroy a stack. @public */
export const stackDestroyPermission = createPermission({
  name: 'slipway.stack.destroy',
  attributes: { action: 'delete' },
});

/** Release an image into an environment. @public */
export const imageReleasePermission = createPermission({
  name: 'slipway.image.release',
  attributes: { action: 'update' },
});

/** Release an image although the policy of the environment blocks it. @public */
export const imageReleaseOverridePermission = createPermission({
  name: 'slipway.image.release.override',
  attributes: { action: 'update' },
});

/** Continue or roll back a rollout that waits at a hook. @public */
export const deploymentContinuePermission = createPermission({
  name: 'slipway.deployment.continue',
  attributes: { action: 'update' },
});

/** Put an earlier version of a state back. @public */
export const stateRestorePermission = createPermission({
  name: 'slipway.state.restore',
  attributes: { action: 'update' },
});

/** Free the lock of a state. @public */
export const stateUnlockPermission = createPermission({
  name: 'slipway.state.unlock',
  attributes: { action: 'delete' },
});

/** The permission that guards each facet. @public */
export const facetPermissions = {
  deployments: deploymentsReadPermission,
  state: stateReadPermission,
  drift: driftReadPermission,
  scans: scansReadPermission,
  metrics: metricsReadPermission,
} as const satisfies Record<FacetName, unknown>;

/** Every permission of Slipway. @public */
export const slipwayPermissions = [
  environmentReadPermission,
  deploymentsReadPermission,
  stateReadPermission,
  driftReadPermission,
  driftCheckPermission,
  scansReadPermission,
  metricsReadPermission,
  environmentBootstrapPermission,
  stackPlanPermission,
  stackApplyPermission,
  stackDestroyPermission,
  imageReleasePermission,
  imageReleaseOverridePermission,
  deploymentContinuePermission,
  stateRestorePermission,
  stateUnlockPermission,
];
