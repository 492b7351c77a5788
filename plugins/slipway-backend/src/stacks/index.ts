export * from './StackReader';
export * from './assessState';
export * from './compareStates';
export * from './readHistory';
export * from './stackFacts';
export * from './stateFile';
