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
export { isPartOfRoot, writeStackVariables } from './rootFiles';
export { type Grace } from './runProcess';
export { type BundleRunOptions, type RunOptions } from './RunOptions';
export { type StateLocation } from './runSettings';
export { TerraformError, type TerraformErrorCode } from './TerraformError';
export {
  type LogLine,
  type PlanOptions,
  type PlanResult,
  type TerraformOutput,
  type TerraformRun,
} from './TerraformRun';
export { TerraformRunner } from './TerraformRunner';
