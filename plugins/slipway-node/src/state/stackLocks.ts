import {
  DeleteObjectCommand,
  type GetObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { type Stack, type StateLock } from '@slipway/plugin-slipway-common';
import { formatLock, type LockInfo } from './formatLock';
import { parseLock } from './parseLock';
import { httpStatus, readBody } from './s3Answers';
import { type StateBucket } from './StateBucket';
import { stateLayout } from './stateLayout';

const MAX_LOCK_BYTES = 64 * 1024;

/** Who holds the lock of a stack, or held it in a version; `undefined` when nobody does. */
export async function readLock(
  bucket: StateBucket,
  stack: Stack,
  options: { versionId?: string },
): Promise<StateLock | undefined> {
  const { lockKey } = stateLayout(bucket.environment, stack);
  const answer = await bucket.get(lockKey, options);
  return answer && (await toLock(answer));
}

/** Takes the lock of a stack, or takes one over. */
export async function takeLock(
  bucket: StateBucket,
  stack: Stack,
  options: { lock: LockInfo; replaces?: string },
): Promise<boolean> {
  const { key, lockKey } = stateLayout(bucket.environment, stack);
  const held = await readHeldLock(bucket, lockKey);
  if (held?.lock.id !== options.replaces) {
    return false;
  }
  try {
    await bucket.put(lockKey, {
      Body: formatLock(options.lock, `${bucket.name}/${key}`),
      ContentType: 'application/json',
      ...(held ? { IfMatch: held.etag } : { IfNoneMatch: '*' }),
    });
    return true;
  } catch (error) {
    // 409 is a write at the same moment.
    if ([409, 412].includes(httpStatus(error) ?? 0)) {
      return false;
    }
    throw error;
  }
}

/** Frees the lock of an id: whether it was that one, and `undefined` when there is none. */
export async function freeLock(
  bucket: StateBucket,
  stack: Stack,
  id: string,
): Promise<boolean | undefined> {
  const { lockKey } = stateLayout(bucket.environment, stack);
  const held = await readHeldLock(bucket, lockKey);
  if (held?.lock.id !== id) {
    return held && false;
  }
  await bucket.within(() =>
    bucket.s3.send(
      new DeleteObjectCommand({ Bucket: bucket.name, Key: lockKey }),
    ),
  );
  return true;
}

async function readHeldLock(
  bucket: StateBucket,
  lockKey: string,
): Promise<{ lock: StateLock; etag?: string } | undefined> {
  const answer = await bucket.get(lockKey);
  return answer && { lock: await toLock(answer), etag: answer.ETag };
}

async function toLock(answer: GetObjectCommandOutput): Promise<StateLock> {
  const body = await readBody(answer, MAX_LOCK_BYTES);
  return parseLock(body.toString('utf8'), answer.LastModified ?? new Date(0));
}
