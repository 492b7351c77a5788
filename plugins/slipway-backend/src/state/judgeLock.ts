import { type StateLock } from '@slipway/plugin-slipway-common';

// The slowest resource of the shipped roots is a database: the AWS provider gives up after 80 minutes of updating one and 60
// of deleting one, one after the other in a replacement. Nothing that still runs holds a lock for longer than this.
const LONGEST_RUN_MS = 3 * 60 * 60 * 1000;

// The id goes into a command that somebody will copy, and anyone who may write the lock chose it.
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Tells a lock that somebody holds from one that nobody will ever release: stale, because its run was killed, or corrupt,
 * which `terraform force-unlock` cannot read and therefore cannot free.
 */
export function judgeLock(lock: StateLock, now: Date): StateLock {
  if (lock.corrupt) {
    return {
      ...lock,
      remedy:
        'Terraform can read this lock for no operation, force-unlock included: once no run uses the state, delete the .tflock object beside it',
    };
  }
  if (now.getTime() - Date.parse(lock.since) <= LONGEST_RUN_MS) {
    return { ...lock, stale: false };
  }
  const free =
    lock.id && UUID.test(lock.id)
      ? `terraform force-unlock ${lock.id}`
      : 'terraform force-unlock and the id of the lock';
  return {
    ...lock,
    stale: true,
    remedy: `The lock is older than any run takes, so its run was probably killed. See that it has ended, then free it with ${free}`,
  };
}
