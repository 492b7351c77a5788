import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  resolveSafeChildPath,
  type UrlReaderService,
} from '@backstage/backend-plugin-api';
import { type Config } from '@backstage/config';
import { assertError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';

/**
 * Reads files of services' repositories: by the integrations of the portal, which decide what hosts are read at all; and of
 * the local stack, from the folder where its repositories lie.
 */
export class RepositoryFiles {
  readonly #urlReader: UrlReaderService;
  readonly #integrations: ScmIntegrations;
  readonly #localFolder: string | undefined;

  static fromConfig(
    config: Config,
    deps: { urlReader: UrlReaderService },
  ): RepositoryFiles {
    return new RepositoryFiles(config, deps.urlReader);
  }

  private constructor(config: Config, urlReader: UrlReaderService) {
    this.#urlReader = urlReader;
    this.#integrations = ScmIntegrations.fromConfig(config);
    const folder = config.getOptionalString('slipway.localRepositories');
    this.#localFolder = folder && resolve(folder);
  }

  /**
   * The text of a file; `undefined` when the repository has none of that name.
   *
   * @param location - of the repository's folder, as the catalog writes it: `url:https://…` or `file:/…`
   * @param path - one of ours, never a caller's
   * @throws Error when the repository cannot be read.
   */
  async read(location: string, path: string): Promise<string | undefined> {
    try {
      return await this.#read(location, path);
    } catch (error) {
      assertError(error);
      if (error.name === 'NotFoundError' || error.code === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  }

  async #read(location: string, path: string): Promise<string> {
    const [, type, target = ''] = /^(url|file):(.+)$/.exec(location) ?? [];
    if (type === 'url') {
      const url = this.#integrations.resolveUrl({ url: path, base: target });
      const response = await this.#urlReader.readUrl(url);
      return (await response.buffer()).toString('utf8');
    }
    if (type === 'file' && this.#localFolder) {
      const folder = resolveSafeChildPath(this.#localFolder, target);
      return readFile(resolveSafeChildPath(folder, path), 'utf8');
    }
    throw new Error(`${location} is not a repository that can be read`);
  }
}
