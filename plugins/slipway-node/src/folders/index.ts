export { endAbandonedWork } from './endAbandonedWork';
export { createTemporaryFolder } from './temporaryFolders';
