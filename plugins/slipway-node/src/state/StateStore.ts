import { CopyObjectCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { type Pluggable } from '@aws-sdk/types';
import {
  type RolloutOverride,
  rolloutOverrideSchema,
  type Stack,
  type StateLock,
} from '@slipway/plugin-slipway-common';
import { type AwsClientOptions } from '../credentials';
import { type Environment } from '../environments';
import { type LockInfo } from './formatLock';
import {
  httpStatus,
  isMissing,
  readBody,
  toHead,
  type StateHead,
  type StateVersion,
} from './s3Answers';
import {
  headBundle,
  readBundle,
  writeBundle,
  type BundleOrigin,
  type StoredBundle,
} from './stackBundles';
import {
  listServiceStacks,
  listStackVersions,
  listStateVersions,
  type StackVersions,
} from './stackListings';
import { freeLock, readLock, takeLock } from './stackLocks';
import { StateBucket } from './StateBucket';
import { stateLayout } from './stateLayout';

// A service's state has tens of kilobytes. The bound keeps a mistaken object out of memory.
const MAX_STATE_BYTES = 128 * 1024 * 1024;
const MAX_OVERRIDE_BYTES = 64 * 1024;
// The workflows of generated services read it there.
const SCAN_POLICY_KEY = 'policies/scans.json';

/** A state object. @public */
export type StateObject = StateHead & { body: Buffer };

/**
 * Reads (and, for bundles and locks, writes) what lies in an environment's state bucket. State itself is only ever written by
 * Terraform, or is a copy of what Terraform wrote.
 *
 * @remarks Every method throws EnvironmentNotBootstrappedError when the bucket does not exist; other errors of the SDK are passed on.
 * @public
 */
export class StateStore {
  readonly #bucket: StateBucket;

  static create(options: {
    environment: Environment;
    clientOptions: AwsClientOptions;
    /** For the SDK client, for example to count its calls. */
    plugin?: Pluggable<any, any>;
  }): StateStore {
    return new StateStore(StateBucket.create(options));
  }

  private constructor(bucket: StateBucket) {
    this.#bucket = bucket;
  }

  /** Whether the environment has its state bucket. */
  async hasBucket(): Promise<boolean> {
    try {
      await this.#bucket.s3.send(
        new HeadBucketCommand({ Bucket: this.#bucket.name }),
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
    const answer = await this.#bucket.head(this.#layout(stack).key);
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
    try {
      const answer = await this.#bucket.get(this.#layout(stack).key, options);
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
    return await listStateVersions(this.#bucket, stack);
  }

  /** Every version of a stack's state, lock and bundle, newest first, out of at most 10,000 versions of all three. */
  async listStackVersions(stack: Stack): Promise<StackVersions> {
    return await listStackVersions(this.#bucket, stack);
  }

  /** The names of all services' stacks that have something in the bucket. */
  async listServiceStacks(): Promise<string[]> {
    return await listServiceStacks(this.#bucket);
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
    return await readLock(this.#bucket, stack, options);
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
    return await takeLock(this.#bucket, stack, { ...options, lock });
  }

  /**
   * Frees the lock of an id, and no other.
   *
   * @returns whether it was that lock; `undefined` when there is none.
   */
  async freeLock(stack: Stack, id: string): Promise<boolean | undefined> {
    return await freeLock(this.#bucket, stack, id);
  }

  /** Puts a copy of an earlier version onto the state's key. The version itself stays. Hold the lock meanwhile. */
  async restoreVersion(stack: Stack, versionId: string): Promise<void> {
    const { bucket, key } = this.#layout(stack);
    const source = key.split('/').map(encodeURIComponent).join('/');
    await this.#bucket.within(() =>
      this.#bucket.s3.send(
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

  /** The bundle of the last apply; `undefined` when there is none. */
  async readBundle(stack: Stack): Promise<StoredBundle | undefined> {
    return await readBundle(this.#bucket, stack);
  }

  /** Who declared a version of the bundle, and at which commit; `undefined` when there is no such version. */
  async headBundle(
    stack: Stack,
    options: { versionId?: string } = {},
  ): Promise<BundleOrigin | undefined> {
    return await headBundle(this.#bucket, stack, options);
  }

  /** Stores what an apply declared. */
  async writeBundle(
    stack: Stack,
    bundle: { body: Buffer; commit?: string; author?: string },
  ): Promise<void> {
    await writeBundle(this.#bucket, stack, bundle);
  }

  /** The last rollout that was continued against the policy; `undefined` when there was none. */
  async readOverride(stack: Stack): Promise<RolloutOverride | undefined> {
    const answer = await this.#bucket.get(this.#layout(stack).overrideKey);
    if (!answer) {
      return undefined;
    }
    const body = await readBody(answer, MAX_OVERRIDE_BYTES);
    return rolloutOverrideSchema.parse(JSON.parse(body.toString('utf8')));
  }

  /** Stores who let a rollout continue against the policy. */
  async writeOverride(stack: Stack, override: RolloutOverride): Promise<void> {
    await this.#bucket.put(this.#layout(stack).overrideKey, {
      Body: JSON.stringify(override),
      ContentType: 'application/json',
    });
  }

  /** Stores the environment's policy of images, for workflows that judge images as the portal does. */
  async writeScanPolicy(): Promise<void> {
    await this.#bucket.put(SCAN_POLICY_KEY, {
      Body: JSON.stringify(this.#bucket.environment.scans),
      ContentType: 'application/json',
    });
  }

  #layout(stack: Stack) {
    return stateLayout(this.#bucket.environment, stack);
  }
}
