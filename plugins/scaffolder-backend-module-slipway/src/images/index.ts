export { awaitJudgement } from './awaitJudgement';
export { findImage } from './findImage';
export { repositoryName, toImageReference } from './imageReference';
export { readScan } from './readScan';
export { needsOverride } from './needsOverride';
