import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs git in a folder, without any configuration of the machine or its user. Returns what it printed, trimmed. */
export async function git(
  folder: string,
  args: readonly string[],
): Promise<string> {
  const { stdout } = await execute('git', ['-C', folder, ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_TERMINAL_PROMPT: '0',
    },
  });
  return stdout.trim();
}
