export { findImage } from './findImage';
export { repositoryName, toImageReference } from './imageReference';
export { judgeRegistryImage } from './judgeRegistryImage';
export { keepImage } from './keepImage';
export { passScanPolicy, type JudgedImage } from './passScanPolicy';
export { type RegistryImage } from './readScan';
