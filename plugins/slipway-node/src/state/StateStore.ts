import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type Pluggable } from '@aws-sdk/types';
import { isError } from '@backstage/errors';
import {
  type RolloutOverride,
  rolloutOverrideSchema,
  stackNameSchema,
  type Stack,
  type StateLock,
} from '@slipway/plugin-slipway-common';
import {
  EnvironmentNotBootstrappedError,
  type AwsClientOptions,
} from '../credentials';
import { type Environment } from '../environments';
import { formatLock, type LockInfo } from './formatLock';
import { parseLock } from './parseLock';
import {
  decoded,
  httpStatus,
  isMissing,
  readBody,
  toHead,
  versionsOf,
  type StateHead,
  type StateVersion,
} from './s3Answers';
import { stateBucketName, stateLayout } from './stateLayout';

// A service's state has tens of kilobytes. The bound keeps a mistaken object out of memory.
const MAX_STATE_BYTES = 128 * 1024 * 1024;
const MAX_BUNDLE_BYTES = 5 * 1024 * 1024;
const MAX_LOCK_BYTES = 64 * 1024;
const MAX_OVERRIDE_BYTES = 64 * 1024;
const MAX_VERSIONS = 200;
// The workflows of generated services read it there.
const SCAN_POLICY_KEY = 'policies/scans.json';
const MAX_PAGES = 10;

/** A state object. @public */
export type StateObject = StateHead & { body: Buffer };

/** Every version of what lies in the bucket for a stack, each newest first. @public */
export type StackVersions = {
  states: StateVersion[];
  locks: StateVersion[];
  bundles: StateVersion[];
  /** False when there are more than were listed. */
  complete: boolean;
};

/** Where a stack bundle comes from. @public */
export type BundleOrigin = {
  commit?: string;
  author?: string;
};

/** A stack bundle as it lies in the bucket. @public */
export type StoredBundle = BundleOrigin & {
  body: Buffer;
  lastModified: Date;
};

/**
 * Reads (and, for bundles and locks, writes) what lies in an environment's state bucket. State itself is only ever written by
 * Terraform, or is a copy of what Terraform wrote.
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
    /** For the SDK client, for example to count its calls. */
    plugin?: Pluggable<any, any>;
  }): StateStore {
    return new StateStore(options);
  }

  private constructor(options: {
    environment: Environment;
    clientOptions: AwsClientOptions;
    plugin?: Pluggable<any, any>;
  }) {
    this.#environment = options.environment;
    this.#s3 = new S3Client(options.clientOptions);
    if (options.plugin) {
      this.#s3.middlewareStack.use(options.plugin);
    }
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
    return versionsOf(key, [answer]);
  }

  /** Every version of a stack's state, lock and bundle, newest first, out of at most 10,000 versions of all three. */
  async listStackVersions(stack: Stack): Promise<StackVersions> {
    const { bucket, key, lockKey, bundleKey } = stateLayout(
      this.#environment,
      stack,
    );
    const pages: ListObjectVersionsCommandOutput[] = [];
    do {
      const last = pages.at(-1);
      const command = new ListObjectVersionsCommand({
        Bucket: bucket,
        // The folder of the stack. What else lies there is not looked at.
        Prefix: key.slice(0, key.lastIndexOf('/') + 1),
        KeyMarker: last?.NextKeyMarker,
        VersionIdMarker: last?.NextVersionIdMarker,
      });
      pages.push(await this.#inBucket(() => this.#s3.send(command)));
    } while (pages.at(-1)?.IsTruncated && pages.length < MAX_PAGES);
    return {
      states: versionsOf(key, pages),
      locks: versionsOf(lockKey, pages),
      bundles: versionsOf(bundleKey, pages),
      complete: !pages.at(-1)?.IsTruncated,
    };
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

  /**
   * Who holds the lock; `undefined` when nobody does.
   *
   * @param options - with `versionId` who held it then
   */
  async readLock(
    stack: Stack,
    options: { versionId?: string } = {},
  ): Promise<StateLock | undefined> {
    const { bucket, lockKey } = stateLayout(this.#environment, stack);
    const answer = await this.#ifPresent(() =>
      this.#s3.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: lockKey,
          VersionId: options.versionId,
        }),
      ),
    );
    return answer && (await toLock(answer));
  }

  /**
   * Takes the lock as Terraform does, with a conditional write, so that Terraform itself sees who holds it.
   *
   * @param options - with `replaces` the lock of that id is taken over, and only that
   * @returns whether it was taken; `false` when somebody else was faster.
   */
  async takeLock(
    stack: Stack,
    lock: LockInfo,
    options: { replaces?: string } = {},
  ): Promise<boolean> {
    const { bucket, key, lockKey } = stateLayout(this.#environment, stack);
    const held = await this.#readLockObject(stack);
    if (held?.lock.id !== options.replaces) {
      return false;
    }
    try {
      await this.#inBucket(() =>
        this.#s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: lockKey,
            Body: formatLock(lock, `${bucket}/${key}`),
            ContentType: 'application/json',
            ServerSideEncryption: 'AES256',
            ...(held ? { IfMatch: held.etag } : { IfNoneMatch: '*' }),
          }),
        ),
      );
      return true;
    } catch (error) {
      // 409 is a write at the same moment.
      if ([409, 412].includes(httpStatus(error) ?? 0)) {
        return false;
      }
      throw error;
    }
  }

  /**
   * Frees the lock of an id, and no other.
   *
   * @returns whether it was that lock; `undefined` when there is none.
   */
  async freeLock(stack: Stack, id: string): Promise<boolean | undefined> {
    const { bucket, lockKey } = stateLayout(this.#environment, stack);
    const held = await this.#readLockObject(stack);
    if (held?.lock.id !== id) {
      return held && false;
    }
    await this.#inBucket(() =>
      this.#s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: lockKey })),
    );
    return true;
  }

  /** Puts a copy of an earlier version onto the state's key. The version itself stays. Hold the lock meanwhile. */
  async restoreVersion(stack: Stack, versionId: string): Promise<void> {
    const { bucket, key } = stateLayout(this.#environment, stack);
    const source = key.split('/').map(encodeURIComponent).join('/');
    await this.#inBucket(() =>
      this.#s3.send(
        new CopyObjectCommand({
          Bucket: bucket,
          Key: key,
          CopySource: `${bucket}/${source}?versionId=${encodeURIComponent(
            versionId,
          )}`,
          ServerSideEncryption: 'AES256',
        }),
      ),
    );
  }

  async #readLockObject(
    stack: Stack,
  ): Promise<{ lock: StateLock; etag?: string } | undefined> {
    const { bucket, lockKey } = stateLayout(this.#environment, stack);
    const answer = await this.#ifPresent(() =>
      this.#s3.send(new GetObjectCommand({ Bucket: bucket, Key: lockKey })),
    );
    return answer && { lock: await toLock(answer), etag: answer.ETag };
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

  /** Who declared a version of the bundle, and at which commit; `undefined` when there is no such version. */
  async headBundle(
    stack: Stack,
    options: { versionId?: string } = {},
  ): Promise<BundleOrigin | undefined> {
    const { bucket, bundleKey } = stateLayout(this.#environment, stack);
    const answer = await this.#ifPresent(() =>
      this.#s3.send(
        new HeadObjectCommand({
          Bucket: bucket,
          Key: bundleKey,
          VersionId: options.versionId,
        }),
      ),
    );
    return (
      answer && {
        commit: decoded(answer.Metadata?.commit),
        author: decoded(answer.Metadata?.author),
      }
    );
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

  /** The last rollout that was continued against the policy; `undefined` when there was none. */
  async readOverride(stack: Stack): Promise<RolloutOverride | undefined> {
    const { bucket, overrideKey } = stateLayout(this.#environment, stack);
    const answer = await this.#ifPresent(() =>
      this.#s3.send(new GetObjectCommand({ Bucket: bucket, Key: overrideKey })),
    );
    if (!answer) {
      return undefined;
    }
    const body = await readBody(answer, MAX_OVERRIDE_BYTES);
    return rolloutOverrideSchema.parse(JSON.parse(body.toString('utf8')));
  }

  /** Stores who let a rollout continue against the policy. */
  async writeOverride(stack: Stack, override: RolloutOverride): Promise<void> {
    const { bucket, overrideKey } = stateLayout(this.#environment, stack);
    await this.#inBucket(() =>
      this.#s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: overrideKey,
          Body: JSON.stringify(override),
          ContentType: 'application/json',
          ServerSideEncryption: 'AES256',
        }),
      ),
    );
  }

  /** Stores the environment's policy of images, for workflows that judge images as the portal does. */
  async writeScanPolicy(): Promise<void> {
    await this.#inBucket(() =>
      this.#s3.send(
        new PutObjectCommand({
          Bucket: stateBucketName(this.#environment),
          Key: SCAN_POLICY_KEY,
          Body: JSON.stringify(this.#environment.scans),
          ContentType: 'application/json',
          ServerSideEncryption: 'AES256',
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

async function toLock(answer: GetObjectCommandOutput): Promise<StateLock> {
  const body = await readBody(answer, MAX_LOCK_BYTES);
  return parseLock(body.toString('utf8'), answer.LastModified ?? new Date(0));
}
