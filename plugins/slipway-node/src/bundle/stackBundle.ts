import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { create, extract, list, type ReadEntry } from 'tar';
import { createTemporaryFolder } from '../folders';
import { isPartOfRoot } from '../terraform/rootFiles';

const MAX_ENTRIES = 500;
const MAX_UNPACKED_BYTES = 20 * 1024 * 1024;

/**
 * Packs a root module with its variables and provider lock file: what an apply declared.
 * The same files give the same bytes.
 *
 * @public
 */
export async function createStackBundle(root: string): Promise<Buffer> {
  const names = (await readdir(root)).filter(isPartOfRoot).sort();
  return withTemporaryFile(async file => {
    await create(
      {
        file,
        cwd: root,
        gzip: true,
        portable: true,
        noMtime: true,
        filter: path => isPartOfRoot(path),
      },
      names,
    );
    return readFile(file);
  });
}

/**
 * Unpacks the root module of a stack bundle into a folder. A bundle that holds anything but files and folders below that folder
 * is refused.
 *
 * @throws Error that names the entry.
 * @public
 */
export async function extractStackBundle(
  bundle: Buffer,
  folder: string,
): Promise<void> {
  await withTemporaryFile(async file => {
    await writeFile(file, bundle);
    const entries: ReadEntry[] = [];
    await list({
      file,
      strict: true,
      onReadEntry: entry => entries.push(entry),
    });
    checkEntries(entries);
    await extract({
      file,
      cwd: folder,
      strict: true,
      filter: path => path.split('/').every(isPartOfRoot),
    });
  });
}

function checkEntries(entries: readonly ReadEntry[]) {
  let bytes = 0;
  for (const { path, type, size } of entries) {
    if (type !== 'File' && type !== 'Directory') {
      throw new Error(
        `The stack bundle holds ${path}, a ${type}; only files and folders are allowed`,
      );
    }
    if (isAbsolute(path) || path.split('/').includes('..')) {
      throw new Error(
        `The stack bundle holds ${path}, a path outside of its folder`,
      );
    }
    bytes += size;
  }
  if (entries.length > MAX_ENTRIES || bytes > MAX_UNPACKED_BYTES) {
    throw new Error(
      `The stack bundle is too large: at most ${MAX_ENTRIES} files and ${MAX_UNPACKED_BYTES} bytes are unpacked`,
    );
  }
}

async function withTemporaryFile<T>(
  use: (file: string) => Promise<T>,
): Promise<T> {
  const folder = await createTemporaryFolder('bundle');
  try {
    return await use(join(folder, 'stack.tar.gz'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
