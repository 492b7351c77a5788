import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isError } from '@backstage/errors';

const NAME = /^slipway-[a-z]+-(\d+)-\w+$/;
// Of this process: in a container every process that starts has the same id as the one before.
const created = new Set<string>();

/**
 * A private folder for a piece of work. Its name says which process made it, so that what a killed process left behind is
 * found.
 *
 * @param purpose - a word for the name
 * @public
 */
export async function createTemporaryFolder(purpose: string): Promise<string> {
  const folder = await mkdtemp(
    join(tmpdir(), `slipway-${purpose}-${process.pid}-`),
  );
  created.add(folder);
  return folder;
}

/** The folders of processes that are no more. @internal */
export async function abandonedFolders(): Promise<string[]> {
  const names = await readdir(tmpdir());
  return names
    .filter(name => {
      const [, pid] = NAME.exec(name) ?? [];
      return pid && (Number(pid) === process.pid || !isAlive(Number(pid)));
    })
    .map(name => join(tmpdir(), name))
    .filter(folder => !created.has(folder));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and someone else's.
    return isError(error) && error.code === 'EPERM';
  }
}
