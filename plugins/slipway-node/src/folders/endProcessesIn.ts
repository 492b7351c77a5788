import { readdir, readlink } from 'node:fs/promises';
import { platform } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE_MS = 2_000;

/**
 * Kills the processes whose working directory lies in one of the folders, and waits until they are gone: a Terraform, and the
 * provider plugins that it started, outlive a portal that is killed. Who works in such a folder is known from `/proc`, so
 * elsewhere than on Linux nothing is found.
 *
 * @param folders - absolute paths
 * @returns how many there were
 * @internal
 */
export async function endProcessesIn(
  folders: readonly string[],
): Promise<number> {
  if (folders.length === 0 || platform !== 'linux') {
    return 0;
  }
  const found = await processesIn(folders);
  for (const pid of found) {
    kill(pid);
  }
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end && (await processesIn(folders)).length > 0) {
    await wait(50);
  }
  return found.length;
}

async function processesIn(folders: readonly string[]): Promise<number[]> {
  const names = await readdir('/proc');
  const pids = names.filter(name => /^\d+$/.test(name)).map(Number);
  const inside = await Promise.all(
    pids.map(async pid => {
      const directory = await workingDirectory(pid);
      return folders.some(folder => `${directory}/`.startsWith(`${folder}/`));
    }),
  );
  return pids.filter((_pid, index) => inside[index]);
}

// Gone meanwhile, or somebody else's.
async function workingDirectory(pid: number): Promise<string> {
  return readlink(`/proc/${pid}/cwd`).catch(() => '');
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
