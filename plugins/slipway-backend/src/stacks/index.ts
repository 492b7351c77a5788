export * from './StackReader';
export * from './assessState';
export * from './stackFacts';
export * from './stateFile';
