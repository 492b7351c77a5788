import {
  type MetricsService,
  type MetricsServiceCounter,
} from '@backstage/backend-plugin-api/alpha';

/** What a count is told apart by. */
type CallAttributes = {
  /** Service and operation, for example `ecs:DescribeServices`. */
  action: string;
  environment: string;
};

/**
 * Counts what the read side asks of AWS, each attempt for itself: `slipway.aws.calls`, and of them `slipway.aws.throttles`.
 */
export class CallMeter {
  readonly #calls: MetricsServiceCounter<CallAttributes>;
  readonly #throttles: MetricsServiceCounter<CallAttributes>;

  static create(metrics: MetricsService): CallMeter {
    return new CallMeter(metrics);
  }

  private constructor(metrics: MetricsService) {
    this.#calls = metrics.createCounter('slipway.aws.calls', {
      description: 'Calls to AWS by the read side of Slipway, retries included',
      unit: '{call}',
    });
    this.#throttles = metrics.createCounter('slipway.aws.throttles', {
      description: 'Calls of the read side of Slipway that AWS throttled',
      unit: '{call}',
    });
  }

  called(attributes: CallAttributes): void {
    this.#calls.add(1, attributes);
  }

  throttled(attributes: CallAttributes): void {
    this.#throttles.add(1, attributes);
  }
}
