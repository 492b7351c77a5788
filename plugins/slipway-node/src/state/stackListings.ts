import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { stackNameSchema, type Stack } from '@slipway/plugin-slipway-common';
import { versionsOf, type StateVersion } from './s3Answers';
import { type StateBucket } from './StateBucket';
import { stateLayout } from './stateLayout';

const MAX_VERSIONS = 200;
const MAX_PAGES = 10;
const SERVICES = 'services/';

/** Every version of what lies in the bucket for a stack, each newest first. @public */
export type StackVersions = {
  states: StateVersion[];
  locks: StateVersion[];
  bundles: StateVersion[];
  /** False when there are more than were listed. */
  complete: boolean;
};

/** Versions and delete markers of a state, newest first, at most 200. */
export async function listStateVersions(
  bucket: StateBucket,
  stack: Stack,
): Promise<StateVersion[]> {
  const { key } = stateLayout(bucket.environment, stack);
  // Answers are sorted by key, and the state's key is a prefix of its lock's: the versions of the state come first.
  const answer = await bucket.within(() =>
    bucket.s3.send(
      new ListObjectVersionsCommand({
        Bucket: bucket.name,
        Prefix: key,
        MaxKeys: MAX_VERSIONS,
      }),
    ),
  );
  return versionsOf(key, [answer]);
}

/** Every version of a stack's state, lock and bundle, out of at most 10,000 versions of all three. */
export async function listStackVersions(
  bucket: StateBucket,
  stack: Stack,
): Promise<StackVersions> {
  const { key, lockKey, bundleKey } = stateLayout(bucket.environment, stack);
  const pages: ListObjectVersionsCommandOutput[] = [];
  do {
    const last = pages.at(-1);
    const command = new ListObjectVersionsCommand({
      Bucket: bucket.name,
      // The folder of the stack. What else lies there is not looked at.
      Prefix: key.slice(0, key.lastIndexOf('/') + 1),
      KeyMarker: last?.NextKeyMarker,
      VersionIdMarker: last?.NextVersionIdMarker,
    });
    pages.push(await bucket.within(() => bucket.s3.send(command)));
  } while (pages.at(-1)?.IsTruncated && pages.length < MAX_PAGES);
  return {
    states: versionsOf(key, pages),
    locks: versionsOf(lockKey, pages),
    bundles: versionsOf(bundleKey, pages),
    complete: !pages.at(-1)?.IsTruncated,
  };
}

/** The names of all services' stacks that have something in the bucket. */
export async function listServiceStacks(
  bucket: StateBucket,
): Promise<string[]> {
  const names: string[] = [];
  await bucket.within(async () => {
    const pages = paginateListObjectsV2(
      { client: bucket.s3 },
      { Bucket: bucket.name, Prefix: SERVICES, Delimiter: '/' },
    );
    for await (const page of pages) {
      for (const { Prefix = '' } of page.CommonPrefixes ?? []) {
        const name = Prefix.slice(SERVICES.length, -1);
        // What is not a stack's name was not put there by Slipway.
        if (stackNameSchema.safeParse(name).success) {
          names.push(name);
        }
      }
    }
  });
  return names;
}
