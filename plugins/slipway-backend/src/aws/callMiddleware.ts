import {
  type FinalizeRequestMiddleware,
  type HandlerExecutionContext,
  type Pluggable,
} from '@aws-sdk/types';
import { isThrottling } from '../problems';
import { type CallLimiter } from './CallLimiter';
import { type CallMeter } from './CallMeter';

/**
 * A plugin for the SDK client of any AWS service: each attempt of a call, retries included, waits for its turn and is counted.
 */
export function callMiddleware(options: {
  environment: string;
  limiter: CallLimiter;
  meter: CallMeter;
}): Pluggable<any, any> {
  const { environment, limiter, meter } = options;
  const watch: FinalizeRequestMiddleware<any, any> =
    (next, context) => async args => {
      const action = actionOf(context);
      await limiter.take(action);
      meter.called({ action, environment });
      try {
        return await next(args);
      } catch (error) {
        if (isThrottling(error)) {
          meter.throttled({ action, environment });
          limiter.stepBack(action);
        }
        throw error;
      }
    };
  return {
    applyToStack: stack =>
      stack.addRelativeTo(watch, {
        name: 'slipwayCalls',
        // Inside the retries, and before the signature, whose time is then that of the call.
        relation: 'before',
        toMiddleware: 'httpSigningMiddleware',
      }),
  };
}

// `ECSClient` and `DescribeServicesCommand` make `ecs:DescribeServices`.
function actionOf(context: HandlerExecutionContext): string {
  const { clientName, commandName } = context;
  const service = clientName?.replace(/Client$/, '').toLowerCase();
  const operation = commandName?.replace(/Command$/, '');
  return `${service}:${operation}`;
}
