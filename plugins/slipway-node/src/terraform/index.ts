export { diagnosticSchema, type Diagnostic } from './events';
export { type TerraformBinary } from './findBinary';
export { actionOf, planSchema, type Plan, type ResourceChange } from './plan';
export {
  codedPlanSchema,
  codeExpressionSchema,
  type CodedPlan,
} from './planCode';
export {
  type ChangeCounts,
  type PlannedChange,
  type PlanSummary,
} from './planSummary';
export {
  isPartOfRoot,
  writeStackVariables,
  type StateLocation,
} from './runFolder';
export { type Grace } from './runProcess';
export { TerraformError, type TerraformErrorCode } from './TerraformError';
export {
  type LogLine,
  type PlanOptions,
  type PlanResult,
  type TerraformOutput,
  type TerraformRun,
} from './TerraformRun';
export { TerraformRunner, type RunOptions } from './TerraformRunner';
