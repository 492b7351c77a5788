import type { InternalClient } from '../client/InternalClient';
import { AwsError } from '../proxy/AwsError';
import type { AwsRequest } from '../proxy/AwsRequest';
import type { AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';

/**
 * Bucket policies. moto would enforce them, but without their conditions: "deny what is not TLS" would deny everything.
 * So they are kept here, and the access check evaluates them.
 */
export class BucketPolicies implements Handler {
  readonly #client: InternalClient;
  readonly #byBucket = new Map<string, string>();

  private constructor(client: InternalClient) {
    this.#client = client;
  }

  /** `client` reaches moto, which knows the buckets. */
  static create(options: { client: InternalClient }): BucketPolicies {
    return new BucketPolicies(options.client);
  }

  async handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    const bucket = request.path.slice(1).split('/')[0];
    if (request.service !== 's3' || bucket === '') {
      return next();
    }
    switch (request.action) {
      case 'PutBucketPolicy':
        await this.#requireBucket(request, bucket);
        this.#byBucket.set(bucket, policyIn(request));
        return answer(204, '');
      case 'DeleteBucketPolicy':
        await this.#requireBucket(request, bucket);
        this.#byBucket.delete(bucket);
        return answer(204, '');
      case 'GetBucketPolicy': {
        const policy = this.#byBucket.get(bucket);
        return policy === undefined ? next() : answer(200, policy);
      }
      case 'DeleteBucket': {
        const deleted = await next();
        if (deleted.status < 300) {
          this.#byBucket.delete(bucket);
        }
        return deleted;
      }
      default:
        return next();
    }
  }

  async #requireBucket(request: AwsRequest, bucket: string): Promise<void> {
    const location = await this.#client.s3(
      { region: request.region, action: 'GetBucketLocation' },
      `/${bucket}?location`,
    );
    if (location === undefined) {
      throw new AwsError(
        'NoSuchBucket',
        'The specified bucket does not exist',
        404,
      );
    }
  }
}

function policyIn(request: AwsRequest): string {
  const text = request.body.toString('utf8');
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError(
      'MalformedPolicy',
      'Policies must be valid JSON and the first byte must be {',
    );
  }
  return text;
}

function answer(status: number, text: string): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(text),
  };
}
