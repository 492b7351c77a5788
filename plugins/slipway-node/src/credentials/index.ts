export { awsClientOptions, type AwsClientOptions } from './awsClientOptions';
export {
  EnvironmentCredentials,
  partitionOf,
  type Identity,
} from './EnvironmentCredentials';
export { EnvironmentNotBootstrappedError } from './EnvironmentNotBootstrappedError';
export {
  readStackUserKey,
  stackUserSecretName,
  type StackUserKey,
} from './stackUserSecret';
