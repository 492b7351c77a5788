import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Problem, type ProblemCode } from '@slipway/plugin-slipway-common';
import { LRUCache } from 'lru-cache';
import { ProblemError, problemOf } from '../problems';
import { type Answer } from './Answer';

// These say what is, they do not say that asking failed: an older value would contradict them.
const DEFINITE: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'environment-not-bootstrapped',
  'stack-not-provisioned',
  'no-state',
  'not-found',
  'not-bound',
]);

// How long a reader waits for a renewal before it gets the old value; longer where that one vouches for nothing any more.
const PATIENCE_MS = 2_000;
const PATIENCE_WITH_OLD_MS = 10_000;
const OLD_MS = 60_000;

/** Options of {@link AnswerCache.create}. */
export interface AnswerCacheOptions<K extends object, V extends {}> {
  /** What the values are, in words, for log and problems: `the ECS service`. */
  subject: string;
  keyOf(key: K): string;
  load(key: K, previous: V | undefined): Promise<V>;
  /** Milliseconds that a value stays fresh. */
  ttl: number | ((value: V) => number);
  /** Milliseconds that a failure is remembered, so that many viewers do not repeat it. */
  failureTtl?: number;
  /** Entries kept. */
  max?: number;
  logger: LoggerService;
  now?: () => Date;
}

/**
 * Reads through to a source: concurrent readers of a key share one flight, a value is kept for its time, and what could
 * not be renewed (in time) is handed out as it was, with its age and the problem. Never rejects.
 */
export class AnswerCache<K extends object, V extends {}> {
  readonly #cache: LRUCache<string, Answer<V>, { key: K }>;
  readonly #options: AnswerCacheOptions<K, V>;

  static create<K extends object, V extends {}>(
    options: AnswerCacheOptions<K, V>,
  ): AnswerCache<K, V> {
    return new AnswerCache(options);
  }

  private constructor(options: AnswerCacheOptions<K, V>) {
    this.#options = options;
    const { now = () => new Date() } = options;
    this.#cache = new LRUCache<string, Answer<V>, { key: K }>({
      max: options.max ?? 1000,
      ttl: 1,
      perf: { now: () => now().getTime() },
      // A stale answer stays reachable, to be handed out when its renewal fails.
      noDeleteOnStaleGet: true,
      fetchMethod: async (_key, previous, { context, options: entry }) => {
        const answer = await this.#load(context.key, previous);
        entry.ttl = this.#ttlOf(answer);
        return answer;
      },
    });
  }

  async get(key: K): Promise<Answer<V>> {
    const id = this.#options.keyOf(key);
    const flight = this.#cache.forceFetch(id, { context: { key } });
    const previous = this.#cache.peek(id, { allowStale: true });
    return previous?.at ? this.#unlessLate(flight, previous) : flight;
  }

  /** What is known of a key already, fresh or not. Nothing is read. */
  peek(key: K): Answer<V> | undefined {
    return this.#cache.peek(this.#options.keyOf(key), { allowStale: true });
  }

  async #unlessLate(
    flight: Promise<Answer<V>>,
    previous: Extract<Answer<V>, { at: Date }>,
  ): Promise<Answer<V>> {
    const { subject, now = () => new Date() } = this.#options;
    const age = now().getTime() - previous.at.getTime();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Answer<V>>(resolve => {
      timer = setTimeout(
        () =>
          resolve({ ...previous, problem: previous.problem ?? slow(subject) }),
        age > OLD_MS ? PATIENCE_WITH_OLD_MS : PATIENCE_MS,
      );
    });
    try {
      return await Promise.race([flight, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #load(key: K, previous: Answer<V> | undefined): Promise<Answer<V>> {
    const { load, logger, subject, now = () => new Date() } = this.#options;
    try {
      const value = await load(key, previous?.value);
      return { value, at: now() };
    } catch (error) {
      const problem = problemOf(error, subject);
      if (!(error instanceof ProblemError)) {
        logger.error(`Reading ${subject} failed`, error as Error);
      }
      if (previous?.at === undefined || DEFINITE.has(problem.code)) {
        return { problem };
      }
      return { value: previous.value, at: previous.at, problem };
    }
  }

  #ttlOf(answer: Answer<V>): number {
    const { ttl, failureTtl = 5_000 } = this.#options;
    if (answer.problem || answer.value === undefined) {
      return failureTtl;
    }
    return typeof ttl === 'number' ? ttl : ttl(answer.value);
  }
}

function slow(subject: string): Problem {
  return {
    code: 'timeout',
    message: `Reading ${subject} anew takes long`,
    remedy: 'Wait: the next refresh shows what it brings',
  };
}
