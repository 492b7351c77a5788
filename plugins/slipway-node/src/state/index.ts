export {
  assessState,
  type StateAssessment,
  type StateFinding,
} from './assessState';
export { defineStateWork, type StateBytes } from './defineStateWork';
export { summarizeState, type StateSummary } from './summarizeState';
export {
  ObjectTooLargeError,
  type StateHead,
  type StateVersion,
} from './s3Answers';
export { instancesOf } from './instancesOf';
export { RESTORE_OPERATION, type LockInfo } from './formatLock';
export { parseLock } from './parseLock';
export { sensitiveMarks, type Marks } from './sensitiveMarks';
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
export { type BundleOrigin, type StoredBundle } from './stackBundles';
export { type StackVersions } from './stackListings';
export { StateStore, type StateObject } from './StateStore';
