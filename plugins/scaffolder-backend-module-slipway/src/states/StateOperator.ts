import { ConflictError, InputError } from '@backstage/errors';
import { type Stack } from '@slipway/plugin-slipway-common';
import {
  assessState,
  stackId,
  summarizeState,
  type StateStore,
  type StateSummary,
  type StateVersion,
} from '@slipway/plugin-slipway-node';
import {
  describeChanges,
  type StackOperator,
  type StackTarget,
} from '../stacks';
import {
  describeRestore,
  describeState,
  restoreEffect,
  type RestoreEffect,
} from './describeRestore';
import { describeLock, RestoreLock } from './RestoreLock';

/** What a restore did, or would do. */
export type RestoreResult = RestoreEffect & {
  summary: string;
  serial?: number;
  /** Whether a plan with what was declared read the restored state. */
  verified: boolean;
};

/** What an unlock did, or would do. */
export type UnlockResult = { summary: string; freed: boolean };

type Candidate = { version: StateVersion; assessment: StateSummary };

const DELETED: StateSummary = { ...assessState('deleted'), addresses: [] };

/** Mends what lies in the bucket for a stack: puts an earlier version of the state back, frees its lock. */
export class StateOperator {
  readonly #stacks: StackOperator;

  static create(options: { stacks: StackOperator }): StateOperator {
    return new StateOperator(options.stacks);
  }

  private constructor(stacks: StackOperator) {
    this.#stacks = stacks;
  }

  /** What a restore would do. */
  async previewRestore(
    target: StackTarget,
    versionId: string,
  ): Promise<RestoreResult> {
    const store = target.access.store(target.identity);
    const { assessment } = await findCandidate(store, target, versionId);
    const current = await readCurrent(store, target.stack);
    log(target, describeRestore(current.assessment, assessment));
    const lock = await store.readLock(target.stack);
    return {
      summary: `${nameOf(target)} would be restored to ${describeState(
        assessment,
      )}.${lock ? ` Not as long as it is locked: ${describeLock(lock)}.` : ''}`,
      serial: assessment.serial,
      ...restoreEffect(current.assessment, assessment),
      verified: false,
    };
  }

  /**
   * Puts a version onto the key under the lock, and reads it back with a plan. A copy in S3 happens whole or not at all, so
   * wherever this is interrupted the state is the one or the other, and a lock that stays says what was going on.
   */
  async restore(
    target: StackTarget,
    versionId: string,
  ): Promise<RestoreResult> {
    const { stack, run } = target;
    const store = target.access.store(target.identity);
    const candidate = await findCandidate(store, target, versionId);
    run.signal?.throwIfAborted();
    const lock = await RestoreLock.take({
      store,
      stack,
      versionId,
      who: run.user?.ref ?? 'Slipway',
    });
    try {
      const effect = await putBack({ store, target, candidate, lock });
      return await this.#verify(target, { ...candidate, effect });
    } finally {
      await lock.free();
    }
  }

  /** Frees the lock of an id, also one that Terraform itself cannot read; with `dryRun` it only says so. */
  async unlock(
    target: Pick<StackTarget, 'access' | 'identity' | 'stack'>,
    options: { lockId: string; dryRun?: boolean },
  ): Promise<UnlockResult> {
    const { stack } = target;
    const store = target.access.store(target.identity);
    const lock = await store.readLock(stack);
    if (!lock) {
      return { summary: `${nameOf(target)} is not locked.`, freed: false };
    }
    if (lock.id !== options.lockId) {
      throw new ConflictError(
        `Nothing was freed: ${nameOf(
          target,
        )} has another lock. The lock ${describeLock(lock)}`,
      );
    }
    if (options.dryRun) {
      return {
        summary: `The lock ${describeLock(lock)}. It would be freed.`,
        freed: false,
      };
    }
    const freed = await store.freeLock(stack, options.lockId);
    if (freed === false) {
      throw new ConflictError(
        `Nothing was freed: ${nameOf(target)} was locked anew meanwhile`,
      );
    }
    const { assessment } = await readCurrent(store, stack);
    return {
      summary: `The lock ${describeLock(lock)}. It is freed. ${nameOf(
        target,
      )} is ${describeState(assessment)}.`,
      freed: true,
    };
  }

  async #verify(
    target: StackTarget,
    restored: Candidate & { effect: RestoreEffect },
  ): Promise<RestoreResult> {
    const { access, stack, identity } = target;
    const { assessment, effect } = restored;
    const done = `${nameOf(target)} is restored to ${describeState(
      assessment,
    )}.`;
    const result = { serial: assessment.serial, ...effect };
    if (!(await access.store(identity).readBundle(stack))) {
      return {
        ...result,
        summary: `${done} It was not verified: the stack has no bundle that says what was declared.`,
        verified: false,
      };
    }
    try {
      const summary = await this.#stacks.plan(target);
      const changes = describeChanges({
        stack,
        environment: access.environment.name,
        summary,
        planned: true,
      });
      return {
        ...result,
        summary: `${done} A plan reads it. ${changes}`,
        verified: true,
      };
    } catch (error) {
      throw new Error(
        `${done} The plan that verifies it failed: ${
          error instanceof Error ? error.message : error
        }`,
        { cause: error },
      );
    }
  }
}

async function putBack(options: {
  store: StateStore;
  target: StackTarget;
  candidate: Candidate;
  lock: RestoreLock;
}): Promise<RestoreEffect> {
  const { store, target, candidate, lock } = options;
  const { stack, run } = target;
  const { version, assessment } = candidate;
  // From here on nothing but this run changes it.
  const current = await readCurrent(store, stack);
  log(target, describeRestore(current.assessment, assessment));
  run.signal?.throwIfAborted();
  if (current.etag === version.etag) {
    log(target, ['It lies there already: nothing is copied']);
  } else {
    await lock.requireHeld();
    await store.restoreVersion(stack, version.versionId ?? 'null');
    log(target, ['The version is copied onto the key']);
  }
  return restoreEffect(current.assessment, assessment);
}

async function findCandidate(
  store: StateStore,
  target: StackTarget,
  versionId: string,
): Promise<Candidate> {
  const { states } = await store.listStackVersions(target.stack);
  const version = states.find(entry => entry.versionId === versionId);
  if (!version) {
    throw new InputError(
      `${nameOf(target)} has no version ${versionId}; its ${
        states.length
      } versions are on the tab of the service`,
    );
  }
  const state = version.deleted
    ? undefined
    : await store.readState(target.stack, { versionId });
  const assessment =
    state && state !== 'not-modified'
      ? await summarizeState(state.body)
      : DELETED;
  if (assessment.soundness !== 'sound') {
    throw new InputError(
      `Nothing was restored: that version is ${describeState(
        assessment,
      )} itself. Choose one that is sound`,
    );
  }
  return { version, assessment };
}

async function readCurrent(
  store: StateStore,
  stack: Stack,
): Promise<{ assessment: StateSummary; etag?: string }> {
  const state = await store.readState(stack);
  return state && state !== 'not-modified'
    ? { assessment: await summarizeState(state.body), etag: state.etag }
    : { assessment: DELETED };
}

function nameOf({ access, stack }: Pick<StackTarget, 'access' | 'stack'>) {
  return `The state of the stack ${stackId(stack)} in ${
    access.environment.name
  }`;
}

function log(target: StackTarget, lines: string[]): void {
  lines.forEach(line => target.run.logger.info(line));
}
