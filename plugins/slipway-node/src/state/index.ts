export {
  assessState,
  type StateAssessment,
  type StateFinding,
} from './assessState';
export { type StateHead } from './s3Answers';
export { parseLock } from './parseLock';
export {
  addressOf,
  stateFileSchema,
  type StateFile,
  type StateResource,
} from './stateFile';
export {
  stackId,
  stateBucketName,
  stateLayout,
  toStack,
  type StateLayout,
} from './stateLayout';
export {
  StateStore,
  type StateObject,
  type StateVersion,
  type StoredBundle,
} from './StateStore';
