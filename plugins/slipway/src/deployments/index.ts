export * from './ServiceParts';
export { isRollingOut } from './isRollingOut';
export * from './useDeploymentsDetails';
