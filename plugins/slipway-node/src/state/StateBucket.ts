import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { type Pluggable } from '@aws-sdk/types';
import { isError } from '@backstage/errors';
import {
  EnvironmentNotBootstrappedError,
  type AwsClientOptions,
} from '../credentials';
import { type Environment } from '../environments';
import { isMissing } from './s3Answers';
import { stateBucketName } from './stateLayout';

/** An environment's state bucket, and how Slipway asks S3 about it. */
export class StateBucket {
  readonly environment: Environment;
  readonly name: string;
  readonly s3: S3Client;

  static create(options: {
    environment: Environment;
    clientOptions: AwsClientOptions;
    plugin?: Pluggable<any, any>;
  }): StateBucket {
    return new StateBucket(options);
  }

  private constructor(options: {
    environment: Environment;
    clientOptions: AwsClientOptions;
    plugin?: Pluggable<any, any>;
  }) {
    this.environment = options.environment;
    this.name = stateBucketName(options.environment);
    this.s3 = new S3Client(options.clientOptions);
    if (options.plugin) {
      this.s3.middlewareStack.use(options.plugin);
    }
  }

  /** An object, or a version of it; `undefined` when there is none. */
  async get(
    key: string,
    options: { etag?: string; versionId?: string } = {},
  ): Promise<GetObjectCommandOutput | undefined> {
    return await this.#ifPresent(() =>
      this.s3.send(
        new GetObjectCommand({
          Bucket: this.name,
          Key: key,
          IfNoneMatch: options.etag,
          VersionId: options.versionId,
        }),
      ),
    );
  }

  /** What is known about an object, or a version of it; `undefined` when there is none. */
  async head(
    key: string,
    options: { versionId?: string } = {},
  ): Promise<HeadObjectCommandOutput | undefined> {
    return await this.#ifPresent(() =>
      this.s3.send(
        new HeadObjectCommand({
          Bucket: this.name,
          Key: key,
          VersionId: options.versionId,
        }),
      ),
    );
  }

  /** Writes an object, encrypted. */
  async put(
    key: string,
    object: Pick<
      PutObjectCommandInput,
      'Body' | 'ContentType' | 'Metadata' | 'IfMatch' | 'IfNoneMatch'
    >,
  ): Promise<void> {
    await this.within(() =>
      this.s3.send(
        new PutObjectCommand({
          ...object,
          Bucket: this.name,
          Key: key,
          ServerSideEncryption: 'AES256',
        }),
      ),
    );
  }

  /** Makes a call, and says of a bucket that is not there what that means. */
  async within<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (isError(error) && error.name === 'NoSuchBucket') {
        throw new EnvironmentNotBootstrappedError({
          environment: this.environment.name,
          missing: `its state bucket ${this.name}`,
        });
      }
      throw error;
    }
  }

  async #ifPresent<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await this.within(call);
    } catch (error) {
      // HEAD has no body, so a missing bucket and a missing object look the same there.
      if (isMissing(error)) {
        return undefined;
      }
      throw error;
    }
  }
}
