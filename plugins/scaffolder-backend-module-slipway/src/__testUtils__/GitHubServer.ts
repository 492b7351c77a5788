import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What was proposed: the words of a pull request and the files that it changes. */
export type ProposedPullRequest = {
  title: string;
  body: string;
  head: string;
  base: string;
  files: Map<string, string>;
};

type Tree = { path: string; sha: string }[];

/** As much of GitHub's REST API as reading one repository and opening a pull request takes. */
export class GitHubServer {
  readonly pullRequests: ProposedPullRequest[] = [];
  readonly #blobs = new Map<string, string>();
  readonly #archive: () => Promise<Buffer>;
  readonly #server: Server;
  #tree: Tree = [];

  /** @param archive - the repository as a `.tar.gz` in which everything lies in one folder */
  constructor(archive: () => Promise<Buffer>) {
    this.#archive = archive;
    this.#server = createServer(async (request, response) => {
      const path = (request.url ?? '').replace(/\?.*/, '');
      if (path.includes('/tarball/')) {
        response.end(await this.#archive());
        return;
      }
      const body =
        request.method === 'POST' ? ((await json(request)) as never) : {};
      const answer = this.#answer(`${request.method} ${path}`, body);
      response.statusCode = answer ? 200 : 404;
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(JSON.stringify(answer ?? { message: `No ${path}` }));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>(resolve =>
      this.#server.listen(0, '127.0.0.1', resolve),
    );
    return this.apiUrl;
  }

  get apiUrl(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/api/v3`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #answer(call: string, body: Record<string, string>): object | undefined {
    const repository = '/api/v3/repos/acme/orders';
    switch (call) {
      case `GET ${repository}/commits/main/status`:
        return {
          sha: 'c0ffee',
          repository: {
            archive_url: `${this.apiUrl}/repos/acme/orders/{archive_format}{/ref}`,
          },
        };
      case `GET ${repository}`:
        return { default_branch: 'main', permissions: { push: true } };
      case `GET ${repository}/commits`:
        return [{ sha: 'c0ffee', commit: { tree: { sha: 'tree' } } }];
      case `POST ${repository}/git/blobs`: {
        const sha = randomUUID();
        const { content, encoding } = body;
        const bytes = Buffer.from(content, encoding as BufferEncoding);
        this.#blobs.set(sha, bytes.toString('utf8'));
        return { sha };
      }
      case `POST ${repository}/git/trees`:
        this.#tree = body.tree as unknown as Tree;
        return { sha: 'new-tree' };
      case `POST ${repository}/git/commits`:
        return { sha: 'new-commit' };
      case 'POST /api/graphql':
        return { data: { repository: { ref: null } } };
      case `POST ${repository}/git/refs`:
        return { ref: body.ref };
      case `POST ${repository}/pulls`:
        return this.#propose(body as never);
      default:
        return undefined;
    }
  }

  #propose(pull: Omit<ProposedPullRequest, 'files'>): object {
    const files = new Map(
      this.#tree.map(({ path, sha }) => [path, this.#blobs.get(sha) ?? '']),
    );
    this.pullRequests.push({ ...pull, files });
    const number = this.pullRequests.length;
    return {
      number,
      html_url: `https://github.example/acme/orders/pull/${number}`,
      base: { ref: pull.base },
    };
  }
}
