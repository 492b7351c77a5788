import { type Stack, type StateLock } from '@slipway/plugin-slipway-common';
import {
  assessState,
  type BundleOrigin,
  type StackVersions,
  type StateStore,
  type StateVersion,
} from '@slipway/plugin-slipway-node';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { callAws, ProblemError } from '../../problems';
import { readStateBody, type ReadState, type StackKey } from '../../stacks';

import { compareStateBodies, type ComparedStates } from './compareStateBodies';

/** The methods of {@link @slipway/plugin-slipway-node#StateStore} that reading versions needs. */
export type VersionSource = Pick<
  StateStore,
  'listStackVersions' | 'readState' | 'readLock' | 'headBundle'
>;

// Both together are in memory while they are compared.
const MAX_COMPARED_BYTES = 100 * 1024 * 1024;
// A version never changes, so what was read once is kept.
const KEPT_VERSIONS = 2_000;
// Enough to fill a page quickly, and few bodies in memory at a time.
const CONCURRENT_READS = 4;

/** Reads the versions of states, and under which lock and from which bundle they were written. */
export class StateVersionReader {
  readonly #sourceOf: (environment: string) => VersionSource;
  readonly #limit = pLimit(CONCURRENT_READS);
  readonly #known = new LRUCache<string, ReadState>({ max: KEPT_VERSIONS });
  readonly #locks = new LRUCache<string, StateLock>({ max: KEPT_VERSIONS });
  readonly #bundles = new LRUCache<string, BundleOrigin>({
    max: KEPT_VERSIONS,
  });

  static create(options: {
    sourceOf: (environment: string) => VersionSource;
  }): StateVersionReader {
    return new StateVersionReader(options.sourceOf);
  }

  private constructor(sourceOf: (environment: string) => VersionSource) {
    this.#sourceOf = sourceOf;
  }

  /** All versions of the stack's state, with those of its lock and its bundle. */
  async list(key: StackKey): Promise<StackVersions> {
    return this.#call(
      {
        key,
        action: 's3:ListBucketVersions',
        subject: 'versions of the state',
      },
      (source, stack) => source.listStackVersions(stack),
    );
  }

  /** What a version says, without its content. */
  async read(key: StackKey, version: StateVersion): Promise<ReadState> {
    return this.#kept(this.#known, { key, version }, async () => {
      const body = await this.#readBody(key, version);
      return body === 'deleted'
        ? { assessment: assessState(body) }
        : this.#call(
            {
              key,
              action: 's3:GetObjectVersion',
              subject: 'version of the state',
            },
            () => readStateBody(body),
          );
    });
  }

  /** What differs between two versions, as long as both together are not very large. */
  async compare(
    key: StackKey,
    versions: { from: StateVersion; to: StateVersion },
  ): Promise<ComparedStates> {
    const { from, to } = versions;
    if (from.size + to.size > MAX_COMPARED_BYTES) {
      throw new ProblemError({
        code: 'state-too-large',
        message: `Two versions of the state of the stack ${
          key.stack
        } in environment ${key.environment} have ${
          from.size + to.size
        } bytes; Slipway compares at most ${MAX_COMPARED_BYTES}`,
        remedy: 'Compare them with Terraform, on a machine of your own',
      });
    }
    const bodies = await Promise.all([
      this.#readBody(key, from),
      this.#readBody(key, to),
    ]);
    return this.#call(
      { key, action: 's3:GetObjectVersion', subject: 'version of the state' },
      () =>
        compareStateBodies(
          ...bodies.map(body => (body === 'deleted' ? Buffer.alloc(0) : body)),
        ),
    );
  }

  async #readBody(
    key: StackKey,
    version: StateVersion,
  ): Promise<Buffer | 'deleted'> {
    if (version.deleted) {
      return 'deleted';
    }
    const { versionId } = version;
    const state = await this.#call(
      { key, action: 's3:GetObjectVersion', subject: 'version of the state' },
      (source, stack) => source.readState(stack, { versionId }),
    );
    if (state === undefined || state === 'not-modified') {
      throw new ProblemError({
        code: 'not-found',
        message: `The version of the state of the stack ${key.stack} in environment ${key.environment} is no longer there`,
        remedy: 'It expired meanwhile; load the versions again',
      });
    }
    return state.body;
  }

  /** Who held the lock that a version of the lock object is. */
  async readLock(
    key: StackKey,
    version: StateVersion,
  ): Promise<StateLock | undefined> {
    const { versionId } = version;
    return this.#kept(this.#locks, { key, version }, () =>
      this.#call(
        { key, action: 's3:GetObjectVersion', subject: 'lock' },
        (source, stack) => source.readLock(stack, { versionId }),
      ),
    );
  }

  /** Who applied a version of the bundle. */
  async readBundleOrigin(
    key: StackKey,
    version: StateVersion,
  ): Promise<BundleOrigin | undefined> {
    const { versionId } = version;
    return this.#kept(this.#bundles, { key, version }, () =>
      this.#call(
        { key, action: 's3:GetObjectVersion', subject: 'bundle' },
        (source, stack) => source.headBundle(stack, { versionId }),
      ),
    );
  }

  async #kept<V extends {}, R extends V | undefined>(
    cache: LRUCache<string, V>,
    of: { key: StackKey; version: StateVersion },
    load: () => Promise<R>,
  ): Promise<V | R> {
    const { environment, stack } = of.key;
    const name = `${environment}/${stack}/${of.version.versionId}`;
    const kept = cache.get(name);
    if (kept !== undefined) {
      return kept;
    }
    const value = await this.#limit(load);
    if (value !== undefined) {
      cache.set(name, value);
    }
    return value;
  }

  async #call<T>(
    call: { key: StackKey; action: string; subject: string },
    send: (source: VersionSource, stack: Stack) => Promise<T>,
  ): Promise<T> {
    const { environment, stack } = call.key;
    return callAws(
      {
        action: call.action,
        subject: `${call.subject} of the stack ${stack}`,
        environment,
      },
      () => send(this.#sourceOf(environment), { kind: 'service', name: stack }),
    );
  }
}
