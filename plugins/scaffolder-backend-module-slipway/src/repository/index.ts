export { LocalRepositories } from './LocalRepositories';
export { waitForEntity } from './waitForEntity';
