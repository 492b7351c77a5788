import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo } from 'node:net';
import { PrometheusClient, type PrometheusSettings } from '../metrics';

/** What a test makes of one request. */
export type PrometheusAnswer = (
  response: ServerResponse,
  parameters: URLSearchParams,
) => void;

/** A real HTTP server in the place of Prometheus, whose answers a test sets by path. It notes what was asked. */
export class PrometheusServer {
  readonly answers: Record<string, PrometheusAnswer> = {};
  /** Path and query of each request. */
  readonly requests: { path: string; query: string }[] = [];
  lastHeaders: IncomingHttpHeaders = {};
  readonly #server: Server;

  static async start(): Promise<PrometheusServer> {
    const started = new PrometheusServer();
    await new Promise<void>(resolve => {
      started.#server.listen(0, '127.0.0.1', resolve);
    });
    return started;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      this.requests.push({
        path: url.pathname,
        query: url.searchParams.get('query') ?? '',
      });
      this.lastHeaders = request.headers;
      const answer = this.answers[url.pathname];
      if (answer) {
        answer(response, url.searchParams);
      } else {
        response.writeHead(404).end();
      }
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  client(settings: Partial<PrometheusSettings> = {}): PrometheusClient {
    return PrometheusClient.create({
      settings: { url: this.url, timeoutSeconds: 5, ...settings },
      environment: 'local',
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}

/** Sends JSON as Prometheus does. */
export function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** The answer to an instant query. */
export function vector(...values: string[]): object {
  return {
    status: 'success',
    data: {
      resultType: 'vector',
      result: values.map(value => ({ metric: {}, value: [1, value] })),
    },
  };
}

/** The answer to the query of scrapes: `up` of each target, and how many samples it gave. */
export function scrapes(up: string[], samples = up): object {
  const series = (name: string) => (value: string, target: number) => ({
    metric: { __name__: name, instance: `10.0.0.${target}:8080` },
    value: [1, value],
  });
  return {
    status: 'success',
    data: {
      resultType: 'vector',
      result: [
        ...up.map(series('up')),
        ...samples.map(series('scrape_samples_scraped')),
      ],
    },
  };
}

/** The answer to a range query: samples of each series, as time and value. */
export function matrix(
  ...series: { metric?: object; values: [number, string][] }[]
): object {
  return {
    status: 'success',
    data: {
      resultType: 'matrix',
      result: series.map(({ metric = {}, values }) => ({ metric, values })),
    },
  };
}
