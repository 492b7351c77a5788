export * from './EnvironmentPicker';
export * from './environmentField';
export * from './useEnvironments';
