export * from './cluster';
export * from './plain';
export * from './rollout';
export * from './service';
export * from './serviceConfiguration';
export * from './task';
export * from './taskDefinition';
export * from './taskSet';
