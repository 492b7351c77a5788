import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isError } from '@backstage/errors';
import { endProcessesIn } from './endProcessesIn';

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

/** What processes that are no more left behind. @public */
export type AbandonedWork = {
  folders: number;
  /** Programs that still ran in them. */
  processes: number;
};

/**
 * Ends what processes that are no more left running, and removes their folders: those may hold plans, and plans hold values in
 * clear.
 *
 * @public
 */
export async function removeAbandonedFolders(): Promise<AbandonedWork> {
  const names = await readdir(tmpdir());
  const abandoned = names
    .filter(name => {
      const [, pid] = NAME.exec(name) ?? [];
      return pid && (Number(pid) === process.pid || !isAlive(Number(pid)));
    })
    .map(name => join(tmpdir(), name))
    .filter(folder => !created.has(folder));
  const processes = await endProcessesIn(abandoned);
  await Promise.all(
    abandoned.map(folder => rm(folder, { recursive: true, force: true })),
  );
  return { folders: abandoned.length, processes };
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
