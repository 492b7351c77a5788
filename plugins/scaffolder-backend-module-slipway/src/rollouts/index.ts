export { findWaitingHook, type WaitingHook } from './findWaitingHook';
export { RolloutOperator } from './RolloutOperator';
