export { findImage } from './findImage';
export { repositoryName, toImageReference } from './imageReference';
export { judgeRegistryImage } from './judgeRegistryImage';
export { passScanPolicy, type JudgedImage } from './passScanPolicy';
