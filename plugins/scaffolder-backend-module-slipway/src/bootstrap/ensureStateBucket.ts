import {
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { isError, NotAllowedError } from '@backstage/errors';
import {
  stateBucketName,
  type AwsClientOptions,
  type Environment,
} from '@slipway/plugin-slipway-node';

/**
 * Makes sure that the state bucket is there before Terraform runs for the first time, so that the state of the bootstrap
 * lies in it from the first second and an interrupted first run can simply be run again. Terraform adopts the bucket.
 *
 * @returns true when it was created.
 */
export async function ensureStateBucket(options: {
  environment: Environment;
  clientOptions: AwsClientOptions;
}): Promise<boolean> {
  const { environment, clientOptions } = options;
  const s3 = new S3Client(clientOptions);
  const bucket = stateBucketName(environment);
  try {
    if (await isThere(s3, bucket, environment)) {
      return false;
    }
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        ObjectOwnership: 'BucketOwnerEnforced',
        // The first region of AWS is the one that must not be named.
        ...(environment.region === 'us-east-1'
          ? {}
          : {
              CreateBucketConfiguration: {
                LocationConstraint: environment.region as 'eu-central-1',
              },
            }),
      }),
    );
    // Before the first state is written, so that every version of it is kept.
    await s3.send(
      new PutBucketVersioningCommand({
        Bucket: bucket,
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
    return true;
  } finally {
    s3.destroy();
  }
}

async function isThere(
  s3: S3Client,
  bucket: string,
  environment: Environment,
): Promise<boolean> {
  try {
    await s3.send(
      new HeadBucketCommand({
        Bucket: bucket,
        ExpectedBucketOwner: environment.accountId,
      }),
    );
    return true;
  } catch (error) {
    if (isError(error) && error.name === 'NotFound') {
      return false;
    }
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === 403) {
      throw new NotAllowedError(
        `The operator of the environment ${environment.name} may not look at the bucket ${bucket}, or the bucket belongs to another account`,
      );
    }
    throw error;
  }
}
