import { type Diagnosis } from '@slipway/plugin-slipway-common';

/** A cause of failed tasks that is known by ECS's words or by an exit code. */
export interface FailureRule extends Diagnosis {
  /** Names the rule in tests. */
  name: string;
  /** What ECS's words look like. */
  text?: RegExp;
  /** Of the container that is to blame; used where there is no `text`. */
  exitCode?: number;
}
