export * from './describeJudgement';
export * from './findings';
export * from './judgeScan';
export * from './manifest';
export * from './scanPolicy';
export * from './scanStatus';
