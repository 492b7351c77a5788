import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { isError } from '@backstage/errors';
import {
  stackNameSchema,
  type Stack,
  type StateLock,
} from '@slipway/plugin-slipway-common';
import {
  EnvironmentNotBootstrappedError,
  type AwsClientOptions,
} from '../credentials';
import { type Environment } from '../environments';
import { parseLock } from './parseLock';
import {
  decoded,
  httpStatus,
  isMissing,
  readBody,
  toHead,
  type StateHead,
} from './s3Answers';
import { stateBucketName, stateLayout } from './stateLayout';

// A service's state has tens of kilobytes. The bound keeps a mistaken object out of memory.
const MAX_STATE_BYTES = 64 * 1024 * 1024;
const MAX_BUNDLE_BYTES = 5 * 1024 * 1024;
const MAX_VERSIONS = 200;

/** A state object. @public */
export type StateObject = StateHead & { body: Buffer };

/** One version of a state object, newest first. @public */
export type StateVersion = StateHead & { deleted: boolean };

/** A stack bundle as it lies in the bucket. @public */
export type StoredBundle = {
  body: Buffer;
  commit?: string;
  author?: string;
  lastModified: Date;
};

/**
 * Reads (and, for bundles, writes) what lies in an environment's state bucket. State itself is only ever written by Terraform.
 *
 * @remarks Every method throws EnvironmentNotBootstrappedError when the bucket does not exist; other errors of the SDK are passed on.
 * @public
 */
export class StateStore {
  readonly #environment: Environment;
  readonly #s3: S3Client;

  static create(options: {
    environment: Environment;
    clientOptions: AwsClientOptions;
  }): StateStore {
    return new StateStore(options);
  }

  private constructor(options: {
    environment: Environment;
    clientOptions: AwsClientOptions;
  }) {
    this.#environment = options.environment;
    this.#s3 = new S3Client(options.clientOptions);
  }

  /** Whether the environment has its state bucket. */
  async hasBucket(): Promise<boolean> {
    try {
      await this.#s3.send(
        new HeadBucketCommand({ Bucket: stateBucketName(this.#environment) }),
      );
      return true;
    } catch (error) {
      if (isMissing(error)) {
        return false;
      }
      throw error;
    }
  }

  /** Facts about the state object; `undefined` when there is none. */
  async headState(stack: Stack): Promise<StateHead | undefined> {
    const { bucket, key } = stateLayout(this.#environment, stack);
    const answer = await this.#ifPresent(() =>
      this.#s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
    );
    return answer ? toHead(answer) : undefined;
  }

  /**
   * The state object; `undefined` when there is none.
   *
   * @param options - with `etag` the answer is `not-modified` when the object still is that one; with `versionId` an earlier
   * version is read.
   */
  async readState(
    stack: Stack,
    options: { etag?: string; versionId?: string } = {},
  ): Promise<StateObject | 'not-modified' | undefined> {
    const { bucket, key } = stateLayout(this.#environment, stack);
    try {
      const answer = await this.#ifPresent(() =>
        this.#s3.send(
          new GetObjectCommand({
            Bucket: bucket,
            Key: key,
            IfNoneMatch: options.etag,
            VersionId: options.versionId,
          }),
        ),
      );
      return answer
        ? { ...toHead(answer), body: await readBody(answer, MAX_STATE_BYTES) }
        : undefined;
    } catch (error) {
      if (httpStatus(error) === 304) {
        return 'not-modified';
      }
      throw error;
    }
  }

  /** Versions and delete markers of the state object, newest first, at most 200. */
  async listStateVersions(stack: Stack): Promise<StateVersion[]> {
    const { bucket, key } = stateLayout(this.#environment, stack);
    // Answers are sorted by key, and the state's key is a prefix of its lock's: the versions of the state come first.
    const answer = await this.#inBucket(() =>
      this.#s3.send(
        new ListObjectVersionsCommand({
          Bucket: bucket,
          Prefix: key,
          MaxKeys: MAX_VERSIONS,
        }),
      ),
    );
    const versions = (answer.Versions ?? [])
      .filter(({ Key }) => Key === key)
      .map(entry => ({
        etag: entry.ETag ?? '',
        versionId: entry.VersionId,
        lastModified: entry.LastModified ?? new Date(0),
        size: entry.Size ?? 0,
        deleted: false,
      }));
    const deletions = (answer.DeleteMarkers ?? [])
      .filter(({ Key }) => Key === key)
      .map(entry => ({
        etag: '',
        versionId: entry.VersionId,
        lastModified: entry.LastModified ?? new Date(0),
        size: 0,
        deleted: true,
      }));
    return [...versions, ...deletions].sort(
      (a, b) => b.lastModified.getTime() - a.lastModified.getTime(),
    );
  }

  /** The names of all services' stacks that have something in the bucket. */
  async listServiceStacks(): Promise<string[]> {
    const prefix = 'services/';
    const names: string[] = [];
    await this.#inBucket(async () => {
      const pages = paginateListObjectsV2(
        { client: this.#s3 },
        {
          Bucket: stateBucketName(this.#environment),
          Prefix: prefix,
          Delimiter: '/',
        },
      );
      for await (const page of pages) {
        for (const { Prefix = '' } of page.CommonPrefixes ?? []) {
          const name = Prefix.slice(prefix.length, -1);
          // What is not a stack's name was not put there by Slipway.
          if (stackNameSchema.safeParse(name).success) {
            names.push(name);
          }
        }
      }
    });
    return names;
  }

  /** Who holds the lock; `undefined` when nobody does. */
  async readLock(stack: Stack): Promise<StateLock | undefined> {
    const { bucket, lockKey } = stateLayout(this.#environment, stack);
    const answer = await this.#ifPresent(() =>
      this.#s3.send(new GetObjectCommand({ Bucket: bucket, Key: lockKey })),
    );
    return answer
      ? parseLock(
          (await readBody(answer, 64 * 1024)).toString('utf8'),
          answer.LastModified ?? new Date(0),
        )
      : undefined;
  }

  /** The bundle of the last apply; `undefined` when there is none. */
  async readBundle(stack: Stack): Promise<StoredBundle | undefined> {
    const { bucket, bundleKey } = stateLayout(this.#environment, stack);
    const answer = await this.#ifPresent(() =>
      this.#s3.send(new GetObjectCommand({ Bucket: bucket, Key: bundleKey })),
    );
    return answer
      ? {
          body: await readBody(answer, MAX_BUNDLE_BYTES),
          commit: decoded(answer.Metadata?.commit),
          author: decoded(answer.Metadata?.author),
          lastModified: answer.LastModified ?? new Date(0),
        }
      : undefined;
  }

  /** Stores what an apply declared. */
  async writeBundle(
    stack: Stack,
    bundle: { body: Buffer; commit?: string; author?: string },
  ): Promise<void> {
    const { bucket, bundleKey } = stateLayout(this.#environment, stack);
    const { body, commit, author } = bundle;
    await this.#inBucket(() =>
      this.#s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: bundleKey,
          Body: body,
          ContentType: 'application/gzip',
          ServerSideEncryption: 'AES256',
          // Object metadata is an HTTP header: ASCII only.
          Metadata: {
            ...(commit ? { commit: encodeURIComponent(commit) } : {}),
            ...(author ? { author: encodeURIComponent(author) } : {}),
          },
        }),
      ),
    );
  }

  async #ifPresent<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await this.#inBucket(call);
    } catch (error) {
      // HEAD has no body, so a missing bucket and a missing object look the same there.
      if (isMissing(error)) {
        return undefined;
      }
      throw error;
    }
  }

  async #inBucket<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (isError(error) && error.name === 'NoSuchBucket') {
        throw new EnvironmentNotBootstrappedError({
          environment: this.#environment.name,
          missing: `its state bucket ${stateBucketName(this.#environment)}`,
        });
      }
      throw error;
    }
  }
}
