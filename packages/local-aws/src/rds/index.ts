export { RdsHandler } from './RdsHandler';
