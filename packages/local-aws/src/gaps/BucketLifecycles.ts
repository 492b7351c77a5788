import type { AwsRequest } from '../proxy/AwsRequest';
import { xmlResponse, type AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';

const MINIMUM_SIZE_HEADER = 'x-amz-transition-default-minimum-object-size';
const DEFAULT_MINIMUM_SIZE = 'all_storage_classes_128K';

interface Lifecycle {
  /** The configuration as it was put: S3 answers the same document. */
  document: string;
  minimumSize: string;
}

/**
 * Lifecycle configurations of buckets. moto keeps only a part of a rule (not the number of noncurrent versions that
 * stay, nor the minimum object size), so Terraform would wait for its own configuration until it gives up.
 */
export class BucketLifecycles implements Handler {
  readonly #byBucket = new Map<string, Lifecycle>();

  private constructor() {}

  static create(): BucketLifecycles {
    return new BucketLifecycles();
  }

  async handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    if (request.service !== 's3') {
      return next();
    }
    const bucket = request.path.slice(1).split('/')[0];
    const lifecycle = this.#byBucket.get(bucket);
    if (lifecycle && request.action === 'GetBucketLifecycleConfiguration') {
      const answer = xmlResponse(lifecycle.document);
      answer.headers[MINIMUM_SIZE_HEADER] = lifecycle.minimumSize;
      return answer;
    }
    const answer = await next();
    if (answer.status < 300) {
      this.#note(request, bucket);
    }
    if (request.action === 'PutBucketLifecycleConfiguration') {
      answer.headers[MINIMUM_SIZE_HEADER] = minimumSizeOf(request);
    }
    return answer;
  }

  #note(request: AwsRequest, bucket: string): void {
    switch (request.action) {
      case 'PutBucketLifecycleConfiguration':
        this.#byBucket.set(bucket, {
          document: request.body.toString('utf8'),
          minimumSize: minimumSizeOf(request),
        });
        break;
      case 'DeleteBucketLifecycle':
      case 'DeleteBucketLifecycleConfiguration':
      case 'DeleteBucket':
        this.#byBucket.delete(bucket);
        break;
      default:
        break;
    }
  }
}

function minimumSizeOf(request: AwsRequest): string {
  const stated = request.headers[MINIMUM_SIZE_HEADER];
  return typeof stated === 'string' ? stated : DEFAULT_MINIMUM_SIZE;
}
