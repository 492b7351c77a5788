export * from './describeJudgement';
export * from './ecrImage';
export * from './findings';
export * from './imagePlace';
export * from './judgeScan';
export * from './manifest';
export * from './scanPolicy';
export * from './scanStatus';
