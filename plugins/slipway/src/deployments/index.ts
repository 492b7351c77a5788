export * from './ServiceParts';
export * from './useDeploymentsDetails';
