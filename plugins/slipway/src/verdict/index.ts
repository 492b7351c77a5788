export * from './Age';
export * from './describeAge';
export * from './ProblemNote';
export * from './StaleMark';
export * from './VerdictLabel';
