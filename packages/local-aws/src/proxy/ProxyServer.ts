import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ADMIN_PREFIX, type AdminRoutes } from './AdminRoutes';
import { AwsError, errorResponse } from './AwsError';
import { parseAwsRequest, type RawRequest } from './AwsRequest';
import type { AwsResponse } from './AwsResponse';
import { runHandlers, type Handler } from './Handler';

export interface ProxyServerOptions {
  /** 0 takes any free port. */
  port: number;
  host: string;
  handlers: Handler[];
  admin: AdminRoutes;
}

async function readRequest(
  incoming: http.IncomingMessage,
): Promise<RawRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk);
  }
  return {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
}

/** The one HTTP port of the emulator: admin calls go to the admin routes, everything else through the handlers. */
export class ProxyServer {
  readonly #options: ProxyServerOptions;
  readonly #server: http.Server;

  private constructor(options: ProxyServerOptions) {
    this.#options = options;
    this.#server = http.createServer((incoming, outgoing) => {
      this.#serve(incoming, outgoing).catch(error => outgoing.destroy(error));
    });
  }

  static create(options: ProxyServerOptions): ProxyServer {
    return new ProxyServer(options);
  }

  /** Listens, and returns the URL. Throws one sentence when the port is taken. */
  async start(): Promise<string> {
    const { port, host } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        reject(
          error.code === 'EADDRINUSE'
            ? new Error(
                `Port ${port} is taken by another process: stop that process or choose another port`,
              )
            : error,
        );
      });
      this.#server.listen(port, host, resolve);
    });
    const address = this.#server.address() as AddressInfo;
    return `http://${host}:${address.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>(resolve => this.#server.close(() => resolve()));
  }

  async #serve(
    incoming: http.IncomingMessage,
    outgoing: http.ServerResponse,
  ): Promise<void> {
    const raw = await readRequest(incoming);
    const answer = raw.url.startsWith(ADMIN_PREFIX)
      ? await this.#options.admin.handle(raw)
      : await this.#answer(raw);
    const headers = { ...answer.headers };
    // An answer to HEAD states the length of a body that is not sent.
    if (raw.method !== 'HEAD') {
      headers['content-length'] = answer.body.length;
    }
    outgoing.writeHead(answer.status, headers);
    outgoing.end(answer.body);
  }

  async #answer(raw: RawRequest): Promise<AwsResponse> {
    const request = parseAwsRequest(raw);
    try {
      return await runHandlers(this.#options.handlers, request);
    } catch (error) {
      if (error instanceof AwsError) {
        return errorResponse(request, error);
      }
      const message = error instanceof Error ? error.message : String(error);
      return errorResponse(
        request,
        new AwsError('InternalFailure', `local-aws: ${message}`, 500),
      );
    }
  }
}
