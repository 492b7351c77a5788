export {
  findWaitingHook,
  type ExpectedHook,
  type WaitingHook,
} from './findWaitingHook';
export { RolloutOperator } from './RolloutOperator';
