export * from './RegistryReader';
export * from './deployedImages';
export * from './imageReference';
export * from './readImages';
export * from './scansFacet';
