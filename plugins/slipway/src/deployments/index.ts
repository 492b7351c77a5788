export * from './ServiceParts';
export { isRollingOut } from './isRollingOut';
export * from './useDeploymentsDetails';
export { PartHeading } from './PartHeading';
export { shortId } from './shortId';
