import { type StateVersion } from '@slipway/plugin-slipway-node';

const PAGE_SIZE = 20;

/**
 * One page of versions.
 *
 * @param start - id of its first version; absent for the first page
 * @returns nothing when there is no such version.
 */
export function versionsPage(
  versions: readonly StateVersion[],
  start: string | undefined,
): { page: StateVersion[]; next?: string } | undefined {
  const index =
    start === undefined
      ? 0
      : versions.findIndex(({ versionId }) => versionId === start);
  return index < 0
    ? undefined
    : {
        page: versions.slice(index, index + PAGE_SIZE),
        next: versions[index + PAGE_SIZE]?.versionId,
      };
}
