import type { AwsResponse } from './AwsResponse';
import type { RawRequest } from './AwsRequest';

/** What lies below `/_local/` is ours: scripts and tests steer the emulator there. */
export const ADMIN_PREFIX = '/_local/';

/** Answers an admin call; `body` is the parsed JSON body (`undefined` when empty). */
export type AdminHandler = (
  body: unknown,
  query: URLSearchParams,
) => unknown | Promise<unknown>;

/** The admin endpoints, registered by whoever has something to steer. */
export class AdminRoutes {
  readonly #routes = new Map<string, AdminHandler>();

  private constructor() {}

  static create(): AdminRoutes {
    return new AdminRoutes();
  }

  /** Registers `<method> /_local/<path>`. What the handler returns is sent as JSON; what it throws becomes a 400 with the message. */
  on(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    handler: AdminHandler,
  ): void {
    this.#routes.set(`${method} ${path}`, handler);
  }

  async handle(request: RawRequest): Promise<AwsResponse> {
    const url = new URL(request.url, 'http://localhost');
    const path = url.pathname.slice(ADMIN_PREFIX.length);
    const handler = this.#routes.get(`${request.method} ${path}`);
    if (!handler) {
      const known = [...this.#routes.keys()].sort().join(', ');
      return adminResponse(404, {
        error: `No admin endpoint ${request.method} ${url.pathname}; there is ${known}`,
      });
    }
    try {
      const text = request.body.toString('utf8');
      const body = text === '' ? undefined : JSON.parse(text);
      return adminResponse(200, (await handler(body, url.searchParams)) ?? {});
    } catch (error) {
      return adminResponse(400, {
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }
}

function adminResponse(status: number, body: unknown): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(`${JSON.stringify(body)}\n`),
  };
}
