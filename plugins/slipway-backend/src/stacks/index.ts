export * from './StackReader';
export * from './compareStates';
export * from './readHistory';
export * from './readStateBody';
export * from './stackFacts';
