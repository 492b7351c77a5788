export * from './OverrideReader';
export * from './RegistryReader';
export * from './RepositoryReader';
export * from './ScanDetailsReader';
export * from './deployedImages';
export * from './readImages';
export * from './scansFacet';
