import { type StateLock } from '@slipway/plugin-slipway-common';
import { RESTORE_OPERATION } from '@slipway/plugin-slipway-node';

// The slowest resource of the shipped roots is a database: the AWS provider gives up after 80 minutes of updating one and 60
// of deleting one, one after the other in a replacement. Nothing that still runs holds a lock for longer than this.
const LONGEST_RUN_MS = 3 * 60 * 60 * 1000;

// A copy and a plan.
const LONGEST_RESTORE_MS = 15 * 60 * 1000;

const UNLOCK = 'free it with the template "Unlock a state"';

/**
 * Tells a lock that somebody holds from one that nobody will ever release: stale, because its run was killed, or corrupt,
 * which `terraform force-unlock` cannot read and therefore cannot free.
 */
export function judgeLock(lock: StateLock, now: Date): StateLock {
  if (lock.corrupt) {
    return {
      ...lock,
      remedy: `Terraform can read this lock for no operation, force-unlock included. Once no run uses the state, ${UNLOCK}`,
    };
  }
  const age = now.getTime() - Date.parse(lock.since);
  if (lock.operation === RESTORE_OPERATION) {
    return age <= LONGEST_RESTORE_MS
      ? { ...lock, stale: false }
      : {
          ...lock,
          stale: true,
          remedy: `A restore of this state was interrupted; the state is the one before it or the restored one, whole. Complete it with the template "Restore a state" and the same version, or ${UNLOCK}`,
        };
  }
  return age <= LONGEST_RUN_MS
    ? { ...lock, stale: false }
    : {
        ...lock,
        stale: true,
        remedy: `The lock is older than any run takes, so its run was probably killed. See that it has ended, then ${UNLOCK}`,
      };
}
