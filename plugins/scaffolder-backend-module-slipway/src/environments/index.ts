export {
  ConfiguredEnvironments,
  type EnvironmentAccess,
} from './ConfiguredEnvironments';
