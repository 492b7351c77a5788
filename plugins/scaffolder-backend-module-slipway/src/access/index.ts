export { ActionGate } from './ActionGate';
export { type ActionRun } from './ActionRun';
