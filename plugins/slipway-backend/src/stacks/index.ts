export * from './StackReader';
export * from './compareStates';
export * from './readHistory';
export * from './stackFacts';
