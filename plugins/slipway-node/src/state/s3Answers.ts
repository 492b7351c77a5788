import {
  type GetObjectCommandOutput,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { CustomErrorBase, isError } from '@backstage/errors';

/** Facts about a state object. @public */
export type StateHead = {
  etag: string;
  versionId?: string;
  lastModified: Date;
  /** Bytes. */
  size: number;
};

/** One version of an object of a stack. @public */
export type StateVersion = StateHead & {
  /** True for a delete marker. */
  deleted: boolean;
};

// What the answers and errors of S3 mean to us.

export function isMissing(error: unknown): boolean {
  return (
    isError(error) &&
    ['NoSuchKey', 'NoSuchVersion', 'NotFound', 'NoSuchBucket'].includes(
      error.name,
    )
  );
}

export function httpStatus(error: unknown): number | undefined {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}

export function toHead(answer: {
  ETag?: string;
  VersionId?: string;
  LastModified?: Date;
  ContentLength?: number;
}): StateHead {
  return {
    etag: answer.ETag ?? '',
    versionId: answer.VersionId,
    lastModified: answer.LastModified ?? new Date(0),
    size: answer.ContentLength ?? 0,
  };
}

/** Thrown for an object that Slipway does not take into memory. @public */
export class ObjectTooLargeError extends CustomErrorBase {
  name = 'ObjectTooLargeError' as const;
}

/** The versions and delete markers of one object, newest first. */
export function versionsOf(
  key: string,
  pages: Pick<ListObjectVersionsCommandOutput, 'Versions' | 'DeleteMarkers'>[],
): StateVersion[] {
  const entries = pages.flatMap(({ Versions = [], DeleteMarkers = [] }) => [
    ...Versions.map(entry => ({ ...entry, deleted: false })),
    ...DeleteMarkers.map(entry => ({ ...entry, Size: 0, deleted: true })),
  ]);
  return (
    entries
      .filter(({ Key }) => Key === key)
      .map(entry => ({
        etag: 'ETag' in entry ? entry.ETag ?? '' : '',
        versionId: entry.VersionId,
        lastModified: entry.LastModified ?? new Date(0),
        size: entry.Size ?? 0,
        deleted: entry.deleted,
        latest: entry.IsLatest ?? false,
      }))
      // S3 has times to the second, and knows which one is the latest.
      .sort(
        (a, b) =>
          Number(b.latest) - Number(a.latest) ||
          b.lastModified.getTime() - a.lastModified.getTime(),
      )
      .map(({ latest, ...version }) => version)
  );
}

export async function readBody(
  answer: GetObjectCommandOutput,
  maxBytes: number,
): Promise<Buffer> {
  if ((answer.ContentLength ?? 0) > maxBytes) {
    throw new ObjectTooLargeError(
      `The object has ${answer.ContentLength} bytes; Slipway reads at most ${maxBytes}`,
    );
  }
  const bytes = await answer.Body?.transformToByteArray();
  // Without a copy: it may be large.
  return bytes
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.alloc(0);
}

export function decoded(value: string | undefined): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
