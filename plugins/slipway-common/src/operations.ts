/**
 * The software templates that change something. A button on the card is a link to one of them with its form filled in.
 *
 * @public
 */
export const OPERATION_TEMPLATES = {
  adoptDrift: 'slipway-adopt-drift',
  continueDeployment: 'slipway-continue-deployment',
  newEnvironment: 'slipway-environment',
  newService: 'slipway-spring-boot-service',
  reconcile: 'slipway-reconcile-service',
  release: 'slipway-release-image',
  restoreState: 'slipway-restore-state',
  unlockState: 'slipway-unlock-state',
} as const;
