import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Stack, type StateLock } from '@slipway/plugin-slipway-common';
import {
  type StateStore,
  type StateVersion,
  assessState,
  type StateAssessment,
} from '@slipway/plugin-slipway-node';
import { AnswerCache, type Answer } from '../cache';
import { callAws, ProblemError } from '../problems';
import { compareStates } from './compareStates';
import { readHistory, type StateHistory } from './readHistory';
import { readStateBody } from './readStateBody';
import { type StackFacts } from './stackFacts';

/** What lies in the state bucket for a stack, at one moment. */
export interface StackSnapshot {
  assessment: StateAssessment;
  /** Present when the state could be read. */
  facts?: StackFacts;
  lock?: StateLock;
  /** Of the state object; absent when it was deleted. */
  object?: {
    etag: string;
    versionId?: string;
    size: number;
    lastModified: Date;
  };
  /** What earlier versions say of this one; absent while they were not read. */
  history?: StateHistory;
}

/** Which stack's state to read. */
export interface StackKey {
  environment: string;
  /** Name of the service's stack. */
  stack: string;
}

/** The methods of {@link @slipway/plugin-slipway-node#StateStore} that reading needs. */
export type StateSource = Pick<
  StateStore,
  'readState' | 'readLock' | 'listStateVersions'
>;

/**
 * Reads the states of services. Two calls to S3 at most every few seconds for a stack, and a body only when it changed.
 *
 * @remarks Earlier versions are read at once when something looks wrong, and otherwise once at the second look, so that a
 * first view of a healthy service stays cheap.
 */
export class StackReader {
  readonly #cache: AnswerCache<StackKey, StackSnapshot>;
  readonly #sourceOf: (environment: string) => StateSource;
  readonly #logger: LoggerService;

  static create(options: {
    sourceOf: (environment: string) => StateSource;
    logger: LoggerService;
  }): StackReader {
    return new StackReader(options);
  }

  private constructor(options: {
    sourceOf: (environment: string) => StateSource;
    logger: LoggerService;
  }) {
    this.#sourceOf = options.sourceOf;
    this.#logger = options.logger;
    this.#cache = AnswerCache.create({
      subject: 'the state of a stack',
      keyOf: key => `${key.environment}/${key.stack}`,
      load: (key, previous) => this.#load(key, previous),
      ttl: 8_000,
      logger: options.logger,
    });
  }

  async read(key: StackKey): Promise<Answer<StackSnapshot>> {
    return this.#cache.get(key);
  }

  async #load(
    key: StackKey,
    previous: StackSnapshot | undefined,
  ): Promise<StackSnapshot> {
    const source = this.#sourceOf(key.environment);
    const stack: Stack = { kind: 'service', name: key.stack };
    const subject = `state of the stack ${key.stack}`;
    const call = {
      action: 's3:GetObject',
      subject,
      environment: key.environment,
    };
    const [state, lock] = await Promise.all([
      callAws(call, () =>
        source.readState(stack, { etag: previous?.object?.etag }),
      ),
      callAws({ ...call, subject: `lock of the stack ${key.stack}` }, () =>
        source.readLock(stack),
      ),
    ]);
    if (state === 'not-modified' && previous) {
      return this.#withHistory(key, { ...previous, lock });
    }
    if (state === undefined || state === 'not-modified') {
      const versions = await this.#requireDeleted(key, source);
      return this.#withHistory(
        key,
        { assessment: assessState('deleted'), lock },
        versions,
      );
    }
    const { body, etag, versionId, size, lastModified } = state;
    const snapshot: StackSnapshot = {
      ...(await readStateBody(body)),
      lock,
      object: { etag, versionId, size, lastModified },
    };
    return looksWrong(snapshot, previous)
      ? this.#withHistory(key, snapshot)
      : snapshot;
  }

  async #withHistory(
    key: StackKey,
    snapshot: StackSnapshot,
    versions?: StateVersion[],
  ): Promise<StackSnapshot> {
    // Nobody without the key can hold an encrypted state to its earlier versions.
    if (snapshot.history || snapshot.assessment.soundness === 'encrypted') {
      return snapshot;
    }
    const source = this.#sourceOf(key.environment);
    const stack: Stack = { kind: 'service', name: key.stack };
    try {
      const history = await readHistory(
        { source, stack },
        snapshot,
        versions ?? (await source.listStateVersions(stack)),
      );
      return { ...snapshot, history };
    } catch (error) {
      // What the state says by itself counts all the same; the next look tries again.
      this.#logger.warn(
        `The earlier versions of the state of the stack ${key.stack} in environment ${key.environment} could not be read`,
        error as Error,
      );
      return snapshot;
    }
  }

  // A state that was deleted is damage; one that never was is a service that is not there yet.
  async #requireDeleted(
    key: StackKey,
    source: StateSource,
  ): Promise<StateVersion[]> {
    const { environment, stack } = key;
    const versions = await callAws(
      {
        action: 's3:ListBucketVersions',
        subject: `versions of the state of the stack ${stack}`,
        environment,
      },
      () => source.listStateVersions({ kind: 'service', name: stack }),
    );
    if (versions.length === 0) {
      throw new ProblemError({
        code: 'stack-not-provisioned',
        message: `The stack ${stack} has no state in environment ${environment}: it was never provisioned there`,
        remedy: `Provision it in ${environment}, or leave ${environment} out of the annotation slipway.dev/environments`,
      });
    }
    return versions;
  }
}

function looksWrong(
  { assessment, object }: StackSnapshot,
  previous: StackSnapshot | undefined,
): boolean {
  if (assessment.soundness !== 'sound') {
    return true;
  }
  return (
    object !== undefined &&
    previous?.object !== undefined &&
    previous.assessment.soundness === 'sound' &&
    compareStates(
      { assessment, size: object.size },
      { assessment: previous.assessment, size: previous.object.size },
    ) !== undefined
  );
}
