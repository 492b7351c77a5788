export {
  StateOperator,
  type RestoreResult,
  type UnlockResult,
} from './StateOperator';
