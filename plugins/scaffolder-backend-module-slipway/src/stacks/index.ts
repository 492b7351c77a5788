export { checkNewService } from './checkNewService';
export { describeChanges } from './describeChanges';
export {
  StackOperator,
  type Adoption,
  type ApplyResult,
  type StackSource,
  type StackTarget,
} from './StackOperator';
export { toValidStack } from './toValidStack';
export { withBundle } from './withBundle';
