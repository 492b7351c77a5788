import { type StateVersion } from '@slipway/plugin-slipway-node';

/**
 * The version of the lock object under which a state was written: the one that lay there then. Terraform locks, writes and
 * unlocks, and in a versioned bucket all three are kept.
 *
 * @param locks - newest first, delete markers included
 */
export function lockOf(
  state: StateVersion,
  locks: readonly StateVersion[],
): StateVersion | undefined {
  const before = newestBefore(state, locks);
  if (!before?.deleted) {
    return before;
  }
  // S3 has times to the second: the lock may have been freed in the second in which the state was written.
  const sameSecond =
    before.lastModified.getTime() === state.lastModified.getTime();
  return sameSecond
    ? locks.slice(locks.indexOf(before) + 1).find(({ deleted }) => !deleted)
    : undefined;
}

/** The bundle that was declared when a state was written: each apply stores it first. */
export function bundleOf(
  state: StateVersion,
  bundles: readonly StateVersion[],
): StateVersion | undefined {
  const before = newestBefore(state, bundles);
  return before?.deleted ? undefined : before;
}

function newestBefore(
  state: StateVersion,
  versions: readonly StateVersion[],
): StateVersion | undefined {
  return versions.find(
    ({ lastModified }) =>
      lastModified.getTime() <= state.lastModified.getTime(),
  );
}
