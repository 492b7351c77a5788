export * from './ProblemError';
export * from './awsProblem';
export * from './callAws';
export * from './combineProblems';
export * from './deniedAction';
