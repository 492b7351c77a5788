export { type StateHead } from './s3Answers';
export { parseLock } from './parseLock';
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
