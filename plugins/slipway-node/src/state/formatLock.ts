/** Who takes a lock and what for. @public */
export type LockInfo = {
  id: string;
  /** What is done under the lock. */
  operation: string;
  /** More about it, for whoever meets the lock. */
  info: string;
  who: string;
};

/** The operation of a lock that a restore holds. @public */
export const RESTORE_OPERATION = 'SlipwayRestore';

/**
 * A `.tflock` object as Terraform's S3 backend writes it (`internal/states/statemgr/locker.go`, LockInfo), so that Terraform
 * names its holder to whoever waits for it.
 *
 * @param path - bucket and key of the state
 */
export function formatLock(lock: LockInfo, path: string): string {
  return JSON.stringify({
    ID: lock.id,
    Operation: lock.operation,
    Info: lock.info,
    Who: lock.who,
    // Of the program that holds it. Terraform writes its own version here.
    Version: 'Slipway',
    Created: new Date().toISOString(),
    Path: path,
  });
}
