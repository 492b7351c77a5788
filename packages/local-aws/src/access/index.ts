export { AccessHandler } from './AccessHandler';
