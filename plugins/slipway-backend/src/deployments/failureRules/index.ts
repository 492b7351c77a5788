import { type FailureRule } from './FailureRule';
import { imageRules } from './imageRules';
import { placementRules } from './placementRules';
import { runRules } from './runRules';
import { startRules } from './startRules';

export { type FailureRule } from './FailureRule';

/**
 * The known causes, in the order in which a task meets them. The first rule that matches is the answer: what is particular stands
 * before what is general.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export const failureRules: readonly FailureRule[] = [
  ...placementRules,
  ...startRules,
  ...imageRules,
  ...runRules,
];
