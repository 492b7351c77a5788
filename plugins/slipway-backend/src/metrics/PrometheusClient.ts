import { type Problem } from '@slipway/plugin-slipway-common';
import { z } from 'zod';
import { ProblemError } from '../problems';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 5 * 1024 * 1024;

const vectorSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('vector'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: z.tuple([z.number(), z.string()]),
      }),
    ),
  }),
});

const targetsSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    activeTargets: z.array(
      z.object({
        labels: z.record(z.string(), z.string()),
        lastError: z.string().default(''),
      }),
    ),
  }),
});

/** One series of an instant query. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** A target that Prometheus scrapes. */
export type ActiveTarget = z.infer<
  typeof targetsSchema
>['data']['activeTargets'][number];

/**
 * The two calls to Prometheus that Slipway makes (`/api/v1/query`, `/api/v1/targets`), bounded in time and size. The address
 * comes from config and redirects are not followed, so no answer can lead elsewhere.
 */
export class PrometheusClient {
  readonly #url: string;
  readonly #environment: string;

  static create(options: {
    /** Base address, without a slash at the end. */
    url: string;
    environment: string;
  }): PrometheusClient {
    return new PrometheusClient(options);
  }

  private constructor(options: { url: string; environment: string }) {
    this.#url = options.url;
    this.#environment = options.environment;
  }

  /** An instant query. */
  async query(promql: string): Promise<Sample[]> {
    const answer = await this.#get('/api/v1/query', vectorSchema, {
      query: promql,
      timeout: `${TIMEOUT_MS / 1000}s`,
    });
    return answer.data.result.map(({ metric, value }) => ({
      labels: metric,
      value: Number(value[1]),
    }));
  }

  /** The targets that are scraped now. */
  async activeTargets(): Promise<ActiveTarget[]> {
    const answer = await this.#get('/api/v1/targets', targetsSchema, {
      state: 'active',
    });
    return answer.data.activeTargets;
  }

  async #get<T>(
    path: string,
    schema: z.ZodType<T>,
    parameters: Record<string, string>,
  ): Promise<T> {
    const url = `${this.#url}${path}?${new URLSearchParams(parameters)}`;
    const text = await this.#fetchText(url);
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success) {
      throw new ProblemError(this.#unexpected('an answer of another form'));
    }
    return parsed.data;
  }

  async #fetchText(url: string): Promise<string> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const done = new AbortController();
    try {
      const response = await fetch(url, {
        redirect: 'error',
        signal: AbortSignal.any([timeout, done.signal]),
        headers: { accept: 'application/json' },
      });
      const type = response.headers.get('content-type') ?? '';
      if (!response.ok) {
        throw new ProblemError(this.#unexpected(`status ${response.status}`));
      }
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
        throw new ProblemError(
          this.#unexpected(`more than ${MAX_BYTES / 1024 / 1024} MB`),
        );
      }
      chunks.push(chunk.value);
    }
  }

  #noAnswer(timedOut: boolean): Problem {
    const who = `Prometheus of environment ${this.#environment}`;
    return {
      code: timedOut ? 'timeout' : 'unreachable',
      message: timedOut
        ? `${who} took longer than ${TIMEOUT_MS / 1000} s`
        : `${who} did not answer`,
      remedy: `Check ${this.#setting()}, and that Prometheus runs and can be reached from the portal`,
    };
  }

  #unexpected(what: string): Problem {
    return {
      code: 'unexpected-answer',
      message: `Prometheus of environment ${
        this.#environment
      } answered with ${what}`,
      remedy: `Check that ${this.#setting()} is the address of Prometheus itself, not of a login page or a dashboard`,
    };
  }

  #setting(): string {
    return `slipway.environments.${this.#environment}.prometheus.url`;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
