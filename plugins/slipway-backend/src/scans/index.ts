export * from './RegistryReader';
export * from './deployedImages';
export * from './imageReference';
export * from './manifest';
export * from './scansFacet';
export * from './scansModel';
