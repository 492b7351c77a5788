import { TokenBucket } from 'limiter';
import { z } from 'zod';
import type { AdminRoutes } from '../proxy/AdminRoutes';
import { AwsError } from '../proxy/AwsError';
import type { AwsRequest } from '../proxy/AwsRequest';
import type { AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';

/**
 * What ECS allows an account in a region to read: calls at once, and calls in each second after that. The categories, their actions
 * and figures are those of AWS's table (bucket maximum capacity, bucket refill rate).
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
const BUCKETS = [
  { actions: ['DescribeClusters', 'ListClusters'], burst: 50, sustained: 20 },
  {
    actions: [
      'DescribeTasks',
      'ListTasks',
      'DescribeContainerInstances',
      'ListContainerInstances',
      'ListAttributes',
    ],
    burst: 100,
    sustained: 20,
  },
  { actions: ['DescribeServices', 'ListServices'], burst: 100, sustained: 20 },
  {
    actions: ['DescribeServiceDeployments', 'ListServiceDeployments'],
    burst: 50,
    sustained: 20,
  },
  { actions: ['DescribeServiceRevisions'], burst: 50, sustained: 20 },
  {
    actions: [
      'DescribeTaskDefinition',
      'ListTaskDefinitions',
      'ListTaskDefinitionFamilies',
    ],
    burst: 50,
    sustained: 20,
  },
];

const settingSchema = z.object({ enforced: z.boolean() }).strict();

/** Throttles ECS as AWS does, by token buckets of its published size, once a test or a bench switches that on. */
export class BucketHandler implements Handler {
  /** By region and first action of the bucket. */
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #throttled = new Map<string, number>();
  #enforced = false;

  private constructor() {}

  /** Registers `/_local/buckets`. Switching on fills the buckets. */
  static create(options: { admin: AdminRoutes }): BucketHandler {
    const { admin } = options;
    const handler = new BucketHandler();
    admin.on('PUT', 'buckets', body => {
      handler.#enforced = settingSchema.parse(body).enforced;
      handler.#buckets.clear();
      handler.#throttled.clear();
    });
    admin.on('GET', 'buckets', () => ({
      enforced: handler.#enforced,
      throttled: Object.fromEntries([...handler.#throttled].sort()),
    }));
    return handler;
  }

  async handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    if (this.#enforced && request.service === 'ecs') {
      const bucket = this.#bucketOf(request);
      if (bucket && !bucket.tryRemoveTokens(1)) {
        const name = `ecs:${request.action}`;
        this.#throttled.set(name, (this.#throttled.get(name) ?? 0) + 1);
        throw new AwsError('ThrottlingException', 'Rate exceeded');
      }
    }
    return next();
  }

  #bucketOf({ action, region }: AwsRequest): TokenBucket | undefined {
    const size = BUCKETS.find(({ actions }) => actions.includes(action));
    if (!size) {
      return undefined;
    }
    const key = `${region}/${size.actions[0]}`;
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = new TokenBucket({
        bucketSize: size.burst,
        tokensPerInterval: size.sustained,
        interval: 'second',
      });
      bucket.content = size.burst;
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }
}
