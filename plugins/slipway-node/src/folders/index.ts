export {
  createTemporaryFolder,
  removeAbandonedFolders,
  type AbandonedWork,
} from './temporaryFolders';
