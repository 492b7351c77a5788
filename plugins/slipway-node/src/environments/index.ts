export { type Environment } from './Environment';
export { type PrometheusConfig } from './PrometheusConfig';
export { findEnvironment, readEnvironments } from './readEnvironments';
export {
  readTerraformSettings,
  type TerraformSettings,
} from './readTerraformSettings';
