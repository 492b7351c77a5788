export {
  createTemporaryFolder,
  removeAbandonedFolders,
} from './temporaryFolders';
