import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { programsIn, type FoundProgram } from './programsIn';
import { abandonedFolders } from './temporaryFolders';

const POLL_MS = 200;

// As long as a run that is cancelled has.
const PATIENCE_MS = 5 * 60_000;

// Terraform takes a second interrupt for "at once", and then saves nothing.
const MARK = 'slipway_interrupted';

/**
 * Ends what processes that are no more left behind. Terraform is interrupted, so that it saves the state and frees the lock, and is
 * killed only if it does not end. Then the folders are removed: they may hold plans, and plans hold values in clear.
 *
 * @param options - `patienceMs`: how long Terraform may take to end
 * @public
 */
export async function endAbandonedWork(options: {
  logger: LoggerService;
  patienceMs?: number;
}): Promise<void> {
  const { logger, patienceMs = PATIENCE_MS } = options;
  const folders = await abandonedFolders();
  if (folders.length === 0) {
    return;
  }
  const running = (await programsIn(folders)).filter(isTerraform);
  if (running.length > 0) {
    logger.warn(
      `An earlier process was killed while Terraform ran. What it left running is interrupted, so that it saves the state and frees the lock: ${names(
        running,
      )}`,
    );
  }
  for (const folder of folders) {
    await interrupt(folder);
  }
  const left = await patiently(folders, patienceMs);
  left.forEach(({ pid }) => send(pid, 'SIGKILL'));
  const stubborn = left.filter(isTerraform);
  if (stubborn.length > 0) {
    logger.error(
      `What an earlier process left running did not end and was killed: a state may lack the last changes and may still be locked: ${names(
        stubborn,
      )}`,
    );
  }
  await Promise.all(
    folders.map(folder => rm(folder, { recursive: true, force: true })),
  );
  logger.info(
    'What an earlier process left behind has ended, and its files are removed',
  );
}

async function interrupt(folder: string): Promise<void> {
  try {
    await writeFile(join(folder, MARK), '', { flag: 'wx' });
  } catch (error) {
    if (isError(error) && ['EEXIST', 'ENOENT'].includes(String(error.code))) {
      return;
    }
    throw error;
  }
  const programs = await programsIn([folder]);
  programs.filter(isTerraform).forEach(({ pid }) => send(pid, 'SIGINT'));
}

/** Waits until no Terraform is left, and answers what still runs. */
async function patiently(
  folders: readonly string[],
  patienceMs: number,
): Promise<FoundProgram[]> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const programs = await programsIn(folders);
    if (!programs.some(isTerraform) || Date.now() > end) {
      return programs;
    }
    await wait(POLL_MS);
  }
}

function isTerraform({ isProvider }: FoundProgram): boolean {
  return !isProvider;
}

function names(programs: readonly FoundProgram[]): string {
  return programs.map(({ pid }) => `process ${pid}`).join(', ');
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}
