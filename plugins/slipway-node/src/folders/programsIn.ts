import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { platform } from 'node:process';
import { promisify } from 'node:util';

/** A process that works in a folder. */
export type FoundProgram = {
  pid: number;
  /** A plugin of Terraform's: it ends with the Terraform that started it, and alone does nothing. */
  isProvider: boolean;
};

/**
 * The programs that work in one of the folders: a Terraform, and the provider plugins that it started, outlive a portal that is
 * killed. `/proc` tells who has such a working directory. Elsewhere than on Linux those are found whose arguments name the folder,
 * as a plan and an apply do.
 *
 * @param folders - absolute paths
 */
export async function programsIn(
  folders: readonly string[],
): Promise<FoundProgram[]> {
  if (folders.length === 0) {
    return [];
  }
  return platform === 'linux' ? fromProc(folders) : fromPs(folders);
}

async function fromProc(folders: readonly string[]): Promise<FoundProgram[]> {
  const names = await readdir('/proc');
  const found = await Promise.all(
    names
      .filter(name => /^\d+$/.test(name))
      .map(async name => {
        const directory = await gone(readlink(`/proc/${name}/cwd`));
        return isInside(`${directory}/`, folders)
          ? toProgram(
              name,
              await gone(readFile(`/proc/${name}/cmdline`, 'utf8')),
            )
          : [];
      }),
  );
  return found.flat();
}

/** The same from what every Unix has. Exported for its test, which runs on Linux. */
export async function fromPs(
  folders: readonly string[],
): Promise<FoundProgram[]> {
  const { stdout } = await promisify(execFile)(
    'ps',
    ['-A', '-ww', '-o', 'pid=,args='],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  return stdout
    .split('\n')
    .filter(line => isInside(line, folders))
    .flatMap(line => {
      const [, pid = '', args = ''] = /^ *(\d+) +(.*)$/.exec(line) ?? [];
      return toProgram(pid, args);
    });
}

function isInside(text: string, folders: readonly string[]): boolean {
  return folders.some(folder => text.includes(`${folder}/`));
}

function toProgram(pid: string, command: string): FoundProgram[] {
  return pid === ''
    ? []
    : [
        {
          pid: Number(pid),
          isProvider: /^\S*terraform-provider-/.test(command),
        },
      ];
}

// Ended meanwhile, or somebody else's.
async function gone(read: Promise<string>): Promise<string> {
  return read.catch(() => '');
}
