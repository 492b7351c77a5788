import { TokenBucket } from 'limiter';
import { ProblemError } from '../problems';
import { bucketOf, type BucketName, ecsBuckets } from './ecsBuckets';

// Deploy tools, the console and a second replica draw from the same buckets: a replica takes half at most.
const SHARE = 0.5;
// Longer than anyone looks at a page that loads.
const LONGEST_WAIT_S = 30;

interface Queue {
  bucket: TokenBucket;
  waiting: number;
}

/**
 * Keeps one replica's calls to an account and region below half of what ECS allows, so that nobody is throttled for a page view.
 * Calls wait for their turn in the order they came.
 */
export class CallLimiter {
  readonly #queues = new Map<BucketName, Queue>();

  static create(): CallLimiter {
    return new CallLimiter();
  }

  private constructor() {}

  /**
   * Waits for the turn of a call.
   *
   * @throws ProblemError `throttled` when so many wait already that its turn would come too late.
   */
  async take(action: string): Promise<void> {
    const queue = this.#queueOf(action);
    if (!queue) {
      return;
    }
    const { bucket, waiting } = queue;
    bucket.drip();
    if (waiting >= bucket.content + bucket.tokensPerInterval * LONGEST_WAIT_S) {
      throw new ProblemError({
        code: 'throttled',
        message: `Too many calls of ${action} wait: the portal stays below what AWS allows the account`,
        remedy: 'Wait: the next refresh tries again',
      });
    }
    queue.waiting += 1;
    try {
      await bucket.removeTokens(1);
    } finally {
      queue.waiting -= 1;
    }
  }

  /** Waits until the calls that came before have had their turn, and takes none. */
  async turn(action: string): Promise<void> {
    await this.#queueOf(action)?.bucket.removeTokens(0);
  }

  /** Someone else has used up the bucket: starts again from an empty one. */
  stepBack(action: string): void {
    const queue = this.#queueOf(action);
    if (queue) {
      queue.bucket.drip();
      queue.bucket.content = 0;
    }
  }

  #queueOf(action: string): Queue | undefined {
    const name = bucketOf(action);
    if (!name) {
      return undefined;
    }
    let queue = this.#queues.get(name);
    if (!queue) {
      const { burst, sustained } = ecsBuckets[name];
      const bucket = new TokenBucket({
        bucketSize: burst * SHARE,
        tokensPerInterval: sustained * SHARE,
        interval: 'second',
      });
      bucket.content = bucket.bucketSize;
      queue = { bucket, waiting: 0 };
      this.#queues.set(name, queue);
    }
    return queue;
  }
}
