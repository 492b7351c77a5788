export { authorizationsOf } from './authorizationsOf';
