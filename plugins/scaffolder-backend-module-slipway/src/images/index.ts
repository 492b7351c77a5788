export { findImage } from './findImage';
export { toImageReference } from './imageReference';
