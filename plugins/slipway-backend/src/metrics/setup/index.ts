export * from './MeasurementSetup';
export * from './MeasurementSetupReader';
export * from './RepositoryFiles';
export * from './readBuild';
export * from './readSettings';
