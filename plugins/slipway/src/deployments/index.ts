export * from './ServiceParts';
export { waitsForPerson } from './rolloutWords';
export * from './useDeploymentsDetails';
