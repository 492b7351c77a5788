export { AccessHandler } from './AccessHandler';
export { accessDenied } from './denials';
