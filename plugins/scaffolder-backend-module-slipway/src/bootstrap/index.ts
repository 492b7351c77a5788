export { ensureStackUserKey } from './ensureStackUserKey';
export { ensureStateBucket } from './ensureStateBucket';
export { findAdoptions, type Adoption } from './findAdoptions';
