export * from './deployments';
export * from './deploymentsDetails';
export * from './drift';
export * from './facet';
export * from './metrics';
export * from './scans';
export * from './state';
export * from './stateVersions';
