export { BucketLifecycles } from './BucketLifecycles';
export { BucketPolicies } from './BucketPolicies';
export { UserBoundaries } from './UserBoundaries';
