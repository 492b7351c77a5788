import { type Problem } from '@slipway/plugin-slipway-common';
import { type Environment } from '@slipway/plugin-slipway-node';
import pLimit, { type Limit } from 'p-limit';
import { type z } from 'zod';
import { ProblemError } from '../problems';

// With this many answers of this size under way, the memory that one Prometheus can take is bounded.
const CONCURRENCY = 6;
const MAX_BYTES = 5 * 1024 * 1024;

/** How an environment's Prometheus is reached. */
export type PrometheusSettings = NonNullable<Environment['prometheus']>;

/**
 * GET requests to one Prometheus, bounded in time, size and number. The address comes from config and redirects are not
 * followed, so no answer can lead elsewhere. Whatever comes back that is not of the expected form is a problem.
 */
export class PrometheusConnection {
  readonly #settings: PrometheusSettings;
  readonly #environment: string;
  readonly #limit: Limit;

  static create(options: {
    settings: PrometheusSettings;
    /** Its name. */
    environment: string;
  }): PrometheusConnection {
    return new PrometheusConnection(options);
  }

  private constructor(options: {
    settings: PrometheusSettings;
    environment: string;
  }) {
    this.#settings = options.settings;
    this.#environment = options.environment;
    this.#limit = pLimit(CONCURRENCY);
  }

  /** Seconds that Prometheus may take for an answer. */
  get timeoutSeconds(): number {
    return this.#settings.timeoutSeconds;
  }

  /**
   * @throws ProblemError when there is no answer of that form.
   */
  async get<T>(
    path: string,
    schema: z.ZodType<T>,
    parameters: Record<string, string> = {},
  ): Promise<T> {
    const url = `${this.#settings.url}${path}?${new URLSearchParams(
      parameters,
    )}`;
    const asked = Date.now();
    const text = await this.#limit(async () => {
      // Behind a slow Prometheus a queue would grow without end: nobody waits for longer than two answers may take.
      if (Date.now() - asked > this.timeoutSeconds * 1000) {
        throw new ProblemError(this.#noTurn());
      }
      return this.#fetchText(url);
    });
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success) {
      throw new ProblemError(this.#unexpected('an answer of another form'));
    }
    return parsed.data;
  }

  async #fetchText(url: string): Promise<string> {
    const timeout = AbortSignal.timeout(this.timeoutSeconds * 1000);
    const done = new AbortController();
    try {
      const response = await fetch(url, {
        redirect: 'error',
        signal: AbortSignal.any([timeout, done.signal]),
        headers: { accept: 'application/json', ...this.#authorization() },
      });
      if (!response.ok) {
        throw new ProblemError(this.#refused(response.status));
      }
      const type = response.headers.get('content-type') ?? '';
      if (!type.includes('json')) {
        throw new ProblemError(
          this.#unexpected(`something of type ${type || 'unknown'}`),
        );
      }
      return await this.#readBounded(response);
    } catch (error) {
      throw error instanceof ProblemError
        ? error
        : new ProblemError(this.#noAnswer(timeout.aborted), error);
    } finally {
      // What was not read is not waited for.
      done.abort();
    }
  }

  #authorization(): Record<string, string> {
    const { basicAuth, bearerToken } = this.#settings;
    if (basicAuth) {
      const pair = Buffer.from(`${basicAuth.username}:${basicAuth.password}`);
      return { authorization: `Basic ${pair.toString('base64')}` };
    }
    return bearerToken ? { authorization: `Bearer ${bearerToken}` } : {};
  }

  async #readBounded(response: Response): Promise<string> {
    const reader = response.body?.getReader();
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const chunk = await reader?.read();
      if (!chunk || chunk.done) {
        return Buffer.concat(chunks).toString('utf8');
      }
      size += chunk.value.length;
      if (size > MAX_BYTES) {
        throw new ProblemError({
          ...this.#unexpected(`more than ${MAX_BYTES / 1024 / 1024} MB`),
          remedy: 'Lessen the series of the service, or of what is queried',
        });
      }
      chunks.push(chunk.value);
    }
  }

  #noTurn(): Problem {
    return {
      code: 'timeout',
      message: `${this.#who()} is too slow for what is asked of it: a query did not get its turn within ${
        this.timeoutSeconds
      } s`,
      remedy: 'Wait, or see what makes Prometheus slow',
    };
  }

  #noAnswer(timedOut: boolean): Problem {
    return {
      code: timedOut ? 'timeout' : 'unreachable',
      message: timedOut
        ? `${this.#who()} took longer than ${this.timeoutSeconds} s`
        : `${this.#who()} did not answer`,
      remedy: `Check ${this.#key(
        'url',
      )}, and that Prometheus runs and can be reached from the portal`,
    };
  }

  #refused(status: number): Problem {
    const message = `${this.#who()} answered with status ${status}`;
    switch (status) {
      case 401:
        return {
          code: 'credentials-invalid',
          message,
          remedy: `Set ${this.#key('basicAuth')} or ${this.#key(
            'bearerToken',
          )} to what Prometheus accepts`,
        };
      case 403:
        return {
          code: 'access-denied',
          message,
          remedy: `Allow the identity in ${this.#key(
            'basicAuth',
          )} or ${this.#key('bearerToken')} to query`,
        };
      case 429:
        return {
          code: 'throttled',
          message,
          remedy: 'Wait, or raise the limit of whatever stands before it',
        };
      case 503:
        return {
          code: 'unreachable',
          message,
          remedy: 'Wait: it starts, or has more to do than it can',
        };
      default:
        return this.#unexpected(`status ${status}`);
    }
  }

  #unexpected(what: string): Problem {
    return {
      code: 'unexpected-answer',
      message: `${this.#who()} answered with ${what}`,
      remedy: `Check that ${this.#key(
        'url',
      )} is the address of Prometheus itself, not of a login page or a dashboard`,
    };
  }

  #who(): string {
    return `Prometheus of environment ${this.#environment}`;
  }

  #key(name: string): string {
    return `slipway.environments.${this.#environment}.prometheus.${name}`;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
