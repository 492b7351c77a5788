import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runProcess } from './runProcess';

const run = (script: string, options: { signal?: AbortSignal } = {}) => {
  const lines: string[] = [];
  return runProcess({
    command: 'sh',
    args: ['-c', script],
    cwd: tmpdir(),
    env: { PATH: process.env.PATH },
    onLine: line => lines.push(line),
    ...options,
  }).then(result => ({ ...result, lines }));
};

describe('runProcess', () => {
  it('hands over the output line by line, also the last without an end, and the errors', async () => {
    const { exitCode, lines, stderr } = await run(
      'echo "grün 1"; echo; echo wrong >&2; printf "rest ä"; exit 3',
    );
    expect(exitCode).toBe(3);
    expect(lines).toEqual(['grün 1', '', 'rest ä']);
    expect(stderr).toBe('wrong\n');
  });

  it('hands over lines while the program runs', async () => {
    const controller = new AbortController();
    const seen = new Promise<string>(resolve => {
      runProcess({
        command: 'sh',
        args: ['-c', 'echo begun; sleep 30'],
        cwd: tmpdir(),
        env: { PATH: process.env.PATH },
        onLine: resolve,
        signal: controller.signal,
        grace: { interruptMs: 10, terminateMs: 10 },
      });
    });
    expect(await seen).toBe('begun');
    controller.abort();
  });

  it('hands over one very long line whole', async () => {
    const { lines } = await run('head -c 3000000 /dev/zero | tr "\\0" x');
    expect(lines.map(({ length }) => length)).toEqual([3_000_000]);
  });

  it('tells of a program that is not there', async () => {
    await expect(
      runProcess({
        command: 'slipway-no-such-program',
        args: [],
        cwd: tmpdir(),
        env: {},
      }),
    ).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('lets the program end what it began when this process is killed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    try {
      const saved = join(folder, 'saved');
      const portal = spawn(
        process.execPath,
        [
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
          '--eval',
          `require(${JSON.stringify(join(__dirname, 'runProcess.ts'))})
            .runProcess({
              command: 'sh',
              args: ['-c', 'echo begun; sleep 1; echo on; echo and on; touch ${saved}'],
              cwd: ${JSON.stringify(folder)},
              env: process.env,
              onLine: line => console.log(line),
            })`,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      await once(portal.stdout, 'data');
      portal.kill('SIGKILL');
      await once(portal, 'exit');
      expect(existsSync(saved)).toBe(false);
      await wait(2_000);
      expect(existsSync(saved)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
