export * from './EcsReader';
export * from './deploymentsFacet';
export * from './deploymentsModel';
export * from './deploymentsVerdict';
export * from './failures';
export * from './rollout';
export * from './runningContainers';
