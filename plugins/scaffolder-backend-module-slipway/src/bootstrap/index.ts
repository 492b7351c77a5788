export { ensureStackUserKey } from './ensureStackUserKey';
export { ensureStateBucket } from './ensureStateBucket';
export { findAdoptions } from './findAdoptions';
