import { cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ConflictError } from '@backstage/errors';
import { git } from './git';

/** The folder of local git repositories, one for each published service. */
export class LocalRepositories {
  readonly #folder: string;

  static create(options: { folder: string }): LocalRepositories {
    return new LocalRepositories(options);
  }

  private constructor(options: { folder: string }) {
    this.#folder = options.folder;
  }

  /** Whether a repository with this name was published. */
  async has(name: string): Promise<boolean> {
    return stat(this.#path(name)).then(
      () => true,
      () => false,
    );
  }

  /**
   * Publishes a folder as a repository with one commit on `main`. A repository that holds the same already is left alone.
   *
   * @param options - `name` must be a valid stack name: it becomes a folder.
   * @returns where it is, its commit, and whether it is new.
   * @throws ConflictError when a repository of that name holds something else.
   */
  async publish(options: {
    name: string;
    source: string;
    author: string;
  }): Promise<{ path: string; commit: string; created: boolean }> {
    const { name } = options;
    const path = this.#path(name);
    await mkdir(this.#folder, { recursive: true });
    // Beside the others, so that it appears there whole or not at all.
    const draft = await mkdtemp(join(this.#folder, '.publishing-'));
    try {
      await commitAll(draft, options);
      if (await this.has(name)) {
        if ((await tree(draft)) !== (await tree(path))) {
          throw new ConflictError(
            `The repository ${name} exists already and holds something else. Choose another name.`,
          );
        }
        return { path, commit: await head(path), created: false };
      }
      await rename(draft, path);
      return { path, commit: await head(path), created: true };
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}

async function commitAll(
  folder: string,
  options: { source: string; author: string },
): Promise<void> {
  await cp(options.source, folder, {
    recursive: true,
    filter: path => basename(path) !== '.git',
  });
  await git(folder, ['init', '--quiet', '--initial-branch=main']);
  await git(folder, ['add', '--all']);
  await git(folder, [
    '-c',
    `user.name=${options.author}`,
    '-c',
    'user.email=noreply@slipway.invalid',
    'commit',
    '--quiet',
    '--message=Create the service from the software template',
  ]);
}

async function head(folder: string): Promise<string> {
  return git(folder, ['rev-parse', 'HEAD']);
}

async function tree(folder: string): Promise<string> {
  return git(folder, ['rev-parse', 'HEAD^{tree}']);
}
