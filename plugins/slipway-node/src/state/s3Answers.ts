import { type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { isError } from '@backstage/errors';

/** Facts about a state object. @public */
export type StateHead = {
  etag: string;
  versionId?: string;
  lastModified: Date;
  /** Bytes. */
  size: number;
};

// What the answers and errors of S3 mean to us.

export function isMissing(error: unknown): boolean {
  return (
    isError(error) &&
    ['NoSuchKey', 'NotFound', 'NoSuchBucket'].includes(error.name)
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

export async function readBody(
  answer: GetObjectCommandOutput,
  maxBytes: number,
): Promise<Buffer> {
  if ((answer.ContentLength ?? 0) > maxBytes) {
    throw new Error(
      `The object has ${answer.ContentLength} bytes; Slipway reads at most ${maxBytes}`,
    );
  }
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
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
