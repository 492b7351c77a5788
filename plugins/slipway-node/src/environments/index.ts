export { type Environment } from './Environment';
export { findEnvironment, readEnvironments } from './readEnvironments';
export {
  readTerraformSettings,
  type TerraformSettings,
} from './readTerraformSettings';
