import { randomUUID } from 'node:crypto';
import { ConflictError } from '@backstage/errors';
import { type Stack, type StateLock } from '@slipway/plugin-slipway-common';
import {
  RESTORE_OPERATION,
  stackId,
  type StateStore,
} from '@slipway/plugin-slipway-node';

/**
 * The lock of a stack while a version of its state is restored. Its text says which restore it is, so that whoever meets it
 * after an interruption knows what happened; the same restore takes it over, and no other.
 */
export class RestoreLock {
  readonly #store: StateStore;
  readonly #stack: Stack;
  readonly #id = randomUUID();

  /**
   * @throws ConflictError that says who holds the lock.
   */
  static async take(options: {
    store: StateStore;
    stack: Stack;
    versionId: string;
    /** The entity ref of the person. */
    who: string;
  }): Promise<RestoreLock> {
    const { store, stack, versionId, who } = options;
    const lock = new RestoreLock(store, stack);
    const held = await store.readLock(stack);
    const info = infoOf(versionId);
    if (held && !isRestore(held, info)) {
      throw lockedError(stack, held);
    }
    const taken = await store.takeLock(
      stack,
      { id: lock.#id, operation: RESTORE_OPERATION, info, who },
      { replaces: held?.id },
    );
    if (!taken) {
      throw lockedError(stack, await store.readLock(stack));
    }
    return lock;
  }

  private constructor(store: StateStore, stack: Stack) {
    this.#store = store;
    this.#stack = stack;
  }

  /**
   * @throws ConflictError when another run of the same restore took the lock over meanwhile, or somebody freed it.
   */
  async requireHeld(): Promise<void> {
    const held = await this.#store.readLock(this.#stack);
    if (held?.id !== this.#id) {
      throw held
        ? lockedError(this.#stack, held)
        : new ConflictError(
            `Somebody freed the lock of the stack ${stackId(
              this.#stack,
            )} during the restore, so it was stopped; run it again`,
          );
    }
  }

  async free(): Promise<void> {
    await this.#store.freeLock(this.#stack, this.#id);
  }
}

/** A run that holds the lock, in words. */
export function describeLock(lock: StateLock): string {
  const { id, who, operation, info, since } = lock;
  return lock.corrupt
    ? `${id} is corrupt and was written ${since}`
    : `${id} is held by ${who || 'unknown'} since ${since} (${
        operation || 'unknown operation'
      })${info ? `: ${info}` : ''}`;
}

function infoOf(versionId: string): string {
  return `Slipway restores the version ${versionId} of the state. If no task does so any more, it was interrupted: run the template "Restore a state" with this version again to complete it`;
}

function isRestore(lock: StateLock, info: string): boolean {
  return lock.operation === RESTORE_OPERATION && lock.info === info;
}

function lockedError(stack: Stack, lock: StateLock | undefined): ConflictError {
  return new ConflictError(
    `Nothing was restored: the state of the stack ${stackId(stack)} is locked${
      lock ? `. The lock ${describeLock(lock)}` : ''
    }`,
  );
}
