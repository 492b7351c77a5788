import http from 'node:http';
import type { AwsRequest } from './AwsRequest';
import type { AwsResponse } from './AwsResponse';
import type { Handler } from './Handler';

const HOP_BY_HOP = ['connection', 'expect', 'keep-alive', 'transfer-encoding'];

/** The end of the chain: moto answers. */
export class MotoForwarder implements Handler {
  readonly #motoUrl: URL;
  readonly #agent = new http.Agent({ keepAlive: true });

  private constructor(motoUrl: URL) {
    this.#motoUrl = motoUrl;
  }

  static create(options: { motoUrl: string }): MotoForwarder {
    return new MotoForwarder(new URL(options.motoUrl));
  }

  handle(request: AwsRequest): Promise<AwsResponse> {
    const headers = { ...request.headers };
    for (const name of HOP_BY_HOP) {
      delete headers[name];
    }
    headers['content-length'] = String(request.body.length);

    return new Promise((resolve, reject) => {
      const outgoing = http.request(
        {
          agent: this.#agent,
          host: this.#motoUrl.hostname,
          port: this.#motoUrl.port,
          method: request.method,
          path: request.url,
          headers,
        },
        incoming => {
          const chunks: Buffer[] = [];
          incoming.on('data', chunk => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const answerHeaders = { ...incoming.headers };
            for (const name of HOP_BY_HOP) {
              delete answerHeaders[name];
            }
            resolve({
              status: incoming.statusCode ?? 502,
              headers: answerHeaders,
              body: Buffer.concat(chunks),
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(request.body);
    });
  }

  stop(): void {
    this.#agent.destroy();
  }
}
