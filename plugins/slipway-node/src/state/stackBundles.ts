import { type Stack } from '@slipway/plugin-slipway-common';
import { decoded, readBody } from './s3Answers';
import { type StateBucket } from './StateBucket';
import { stateLayout } from './stateLayout';

const MAX_BUNDLE_BYTES = 5 * 1024 * 1024;

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

/** The bundle of the last apply; `undefined` when there is none. */
export async function readBundle(
  bucket: StateBucket,
  stack: Stack,
): Promise<StoredBundle | undefined> {
  const { bundleKey } = stateLayout(bucket.environment, stack);
  const answer = await bucket.get(bundleKey);
  return (
    answer && {
      body: await readBody(answer, MAX_BUNDLE_BYTES),
      ...originOf(answer),
      lastModified: answer.LastModified ?? new Date(0),
    }
  );
}

/** Who declared a version of the bundle; `undefined` when there is no such version. */
export async function headBundle(
  bucket: StateBucket,
  stack: Stack,
  options: { versionId?: string },
): Promise<BundleOrigin | undefined> {
  const { bundleKey } = stateLayout(bucket.environment, stack);
  const answer = await bucket.head(bundleKey, options);
  return answer && originOf(answer);
}

/** Stores what an apply declared. */
export async function writeBundle(
  bucket: StateBucket,
  stack: Stack,
  bundle: BundleOrigin & { body: Buffer },
): Promise<void> {
  const { bundleKey } = stateLayout(bucket.environment, stack);
  const { body, commit, author } = bundle;
  await bucket.put(bundleKey, {
    Body: body,
    ContentType: 'application/gzip',
    // Object metadata is an HTTP header: ASCII only.
    Metadata: {
      ...(commit ? { commit: encodeURIComponent(commit) } : {}),
      ...(author ? { author: encodeURIComponent(author) } : {}),
    },
  });
}

function originOf(answer: { Metadata?: Record<string, string> }): BundleOrigin {
  return {
    commit: decoded(answer.Metadata?.commit),
    author: decoded(answer.Metadata?.author),
  };
}
