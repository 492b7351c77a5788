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
  type StateHead,
  type StateObject,
  type StateVersion,
  type StoredBundle,
} from './StateStore';
