import { basename } from 'node:path';
import { type UrlReaderService } from '@backstage/backend-plugin-api';
import { type Entity, getEntitySourceLocation } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { type ScmIntegrationRegistry } from '@backstage/integration';
import parseGitUrl from 'git-url-parse';
import { isCode } from './DeclaredCode';
import { type RootFiles } from './Edit';

/** Where a service's root module lies beside its catalog file, as Slipway's templates have it. */
export const ROOT_FOLDER = 'terraform';

/** The repository of a service on GitHub. */
export type GitHubSource = {
  /** As `publish:github:pull-request` takes it: `github.com?owner=acme&repo=orders`. */
  repoUrl: string;
  /** The branch that the catalog follows; `undefined` for the repository's default. */
  branch?: string;
  /** The folder of the service in the repository; empty at its top. */
  folder: string;
  /** The folder of its root module. */
  rootUrl: string;
};

/**
 * The repository that an entity was registered from.
 *
 * @throws InputError for one that is not on a GitHub that the portal is connected to.
 */
export function findGitHubSource(
  entity: Entity,
  integrations: ScmIntegrationRegistry,
): GitHubSource {
  const { type, target } = getEntitySourceLocation(entity);
  if (type !== 'url' || integrations.byUrl(target)?.type !== 'github') {
    throw new InputError(
      `${entity.metadata.name} was not registered from a repository on GitHub: take what is real into its code by hand, or reconcile the stack`,
    );
  }
  const { resource, owner, name, ref, filepath } = parseGitUrl(target);
  return {
    repoUrl: `${resource}?${new URLSearchParams({ owner, repo: name })}`,
    branch: ref || undefined,
    folder: filepath.replace(/\/+$/, ''),
    rootUrl: integrations.resolveUrl({ url: ROOT_FOLDER, base: target }),
  };
}

/**
 * The code and variables of the root module in the repository.
 *
 * @throws NotFoundError where there is no such folder.
 */
export async function readRootFiles(
  source: GitHubSource,
  reader: UrlReaderService,
): Promise<RootFiles> {
  const tree = await reader.readTree(source.rootUrl, {
    // Not what lies in folders: Terraform does not read that as part of this module.
    filter: path => !path.includes('/') && isCode(path),
  });
  const files = new Map<string, string>();
  for (const { path, content } of await tree.files()) {
    files.set(basename(path), (await content()).toString('utf8'));
  }
  if (files.size === 0) {
    throw new NotFoundError(
      `${source.rootUrl} holds no Terraform code: a service has it in the folder ${ROOT_FOLDER} beside its catalog file`,
    );
  }
  return files;
}
