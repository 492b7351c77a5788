import { type LoggerService } from '@backstage/backend-plugin-api';
import {
  type Problem,
  type Stack,
  type StateLock,
} from '@slipway/plugin-slipway-common';
import {
  type StateStore,
  type StateVersion,
  assessState,
  type StateAssessment,
} from '@slipway/plugin-slipway-node';
import { AnswerCache, type Answer } from '../cache';
import { callAws, ProblemError } from '../problems';
import { compareStates } from './compareStates';
import {
  readHistory,
  type CurrentState,
  type StateHistory,
} from './readHistory';
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
  /** What earlier versions say of this one; absent while they were not read, and for an encrypted state. */
  history?: StateHistory;
  /** Why they could not be read. */
  historyProblem?: Problem;
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

// Everything that one view asks for is asked within this time.
const FIRST_LOOK_MS = 2_000;

// What lies before a version changes only by expiry.
const HISTORY_TTL_MS = 60 * 60 * 1000;

type HistoryKey = StackKey & {
  current: CurrentState;
  /** All versions, where they are known already. */
  versions?: StateVersion[];
};

/** A snapshot as it was loaded. */
type LoadedSnapshot = StackSnapshot & {
  /** When this version of the state was seen first, in milliseconds. */
  firstSeen: number;
  /** The state that was seen on the key before, where that one and its own history vouch for this one. */
  seenBefore?: StateHistory;
};

/**
 * Reads the states of services. Two calls to S3 at most every few seconds for a stack, and a body only when it changed.
 *
 * @remarks Earlier versions are read once for each version, which takes two calls more: at once when something looks wrong or
 * when that is asked for, and otherwise at the second look, so that the first one stays cheap.
 */
export class StackReader {
  readonly #cache: AnswerCache<StackKey, LoadedSnapshot>;
  readonly #histories: AnswerCache<HistoryKey, StateHistory>;
  readonly #sourceOf: (environment: string) => StateSource;

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
    const { logger, sourceOf } = options;
    this.#sourceOf = sourceOf;
    this.#cache = AnswerCache.create({
      subject: 'the state of a stack',
      keyOf: key => `${key.environment}/${key.stack}`,
      load: (key, previous) => this.#load(key, previous),
      ttl: 8_000,
      logger,
    });
    this.#histories = AnswerCache.create({
      subject: 'the earlier versions of the state of a stack',
      keyOf: ({ environment, stack, current: { object }, versions }) => {
        const { versionId, etag } = object ?? versions?.[0] ?? {};
        return `${environment}/${stack}/${versionId} ${etag}`;
      },
      load: key => this.#loadHistory(key),
      ttl: HISTORY_TTL_MS,
      logger,
    });
  }

  /**
   * What lies in the bucket for a stack.
   *
   * @param options - `compare` reads its earlier versions where they were not yet: `now`, or `later`, from the second look on.
   * Without it the snapshot has what is known of them.
   */
  async read(
    key: StackKey,
    options: { compare?: 'now' | 'later' } = {},
  ): Promise<Answer<StackSnapshot>> {
    const answer = await this.#cache.get(key);
    if (!answer.value) {
      return answer;
    }
    const { seenBefore, firstSeen, ...snapshot } = answer.value;
    if (snapshot.history || !hasHistory(snapshot)) {
      return { ...answer, value: snapshot };
    }
    const historyKey = { ...key, current: snapshot };
    const { compare } = options;
    const read =
      compare === 'now' ||
      (compare === 'later' && Date.now() - firstSeen > FIRST_LOOK_MS)
        ? await this.#histories.get(historyKey)
        : this.#histories.peek(historyKey);
    const history = read?.value ?? seenBefore;
    return {
      ...answer,
      value: { ...snapshot, history, historyProblem: read?.problem },
    };
  }

  async #load(
    key: StackKey,
    previous: LoadedSnapshot | undefined,
  ): Promise<LoadedSnapshot> {
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
      return { ...previous, lock };
    }
    if (state === undefined || state === 'not-modified') {
      const versions = await this.#requireDeleted(key, source);
      const deleted = {
        assessment: assessState('deleted'),
        firstSeen: Date.now(),
        lock,
      };
      return this.#withHistory(key, deleted, versions);
    }
    const { body, etag, versionId, size, lastModified } = state;
    const snapshot: LoadedSnapshot = {
      ...(await callAws(call, () => readStateBody(body))),
      firstSeen: Date.now(),
      lock,
      object: { etag, versionId, size, lastModified },
    };
    return looksWrong(snapshot, previous)
      ? this.#withHistory(key, snapshot)
      : { ...snapshot, seenBefore: previous && this.#vouch(key, previous) };
  }

  /** What lay on the key before as the history of what lies there now, if it is beyond doubt itself. */
  #vouch(key: StackKey, previous: LoadedSnapshot): StateHistory | undefined {
    const { assessment, facts, object, seenBefore } = previous;
    const history =
      previous.history ??
      this.#histories.peek({ ...key, current: previous })?.value ??
      seenBefore;
    return history && !history.doubt && facts && object
      ? { lastGood: { assessment, facts, ...object } }
      : undefined;
  }

  /** With its history at once; what the state says by itself counts also where that cannot be read. */
  async #withHistory(
    key: StackKey,
    snapshot: LoadedSnapshot,
    versions?: StateVersion[],
  ): Promise<LoadedSnapshot> {
    if (snapshot.assessment.soundness === 'encrypted') {
      return snapshot;
    }
    const current = snapshot;
    const read = await this.#histories.get({ ...key, current, versions });
    return { ...snapshot, history: read.value, historyProblem: read.problem };
  }

  async #loadHistory(key: HistoryKey): Promise<StateHistory> {
    const { environment, stack, current } = key;
    const source = this.#sourceOf(environment);
    const subject = `versions of the state of the stack ${stack}`;
    const reader = { source, stack: { kind: 'service', name: stack } as const };
    const versions =
      key.versions ??
      (await callAws(
        { action: 's3:ListBucketVersions', subject, environment },
        () => source.listStateVersions(reader.stack),
      ));
    return callAws(
      { action: 's3:GetObjectVersion', subject, environment },
      () => readHistory(reader, current, versions),
    );
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

// A deleted state has its history from the start, and nobody without the key can hold an encrypted one to earlier versions.
function hasHistory({ assessment, object }: StackSnapshot): boolean {
  return object !== undefined && assessment.soundness !== 'encrypted';
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
