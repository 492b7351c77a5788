export { Registry } from './Registry';
export { RegistryHandler } from './RegistryHandler';
