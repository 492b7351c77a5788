import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { createTemporaryFolder, endAbandonedWork } from '.';
import { fromPs } from './programsIn';

jest.mock('node:os', () => ({
  ...jest.requireActual('node:os'),
  tmpdir: jest.fn(),
}));

// Saves when it is interrupted, and is a moment about it.
const TERRAFORM =
  'trap "echo interrupted >> ../../saved; sleep 0.3; exit 0" INT; while :; do sleep 0.05; done';

describe('endAbandonedWork', () => {
  const logger = mockServices.logger.mock();
  let place: string;
  let gone: number;

  const { tmpdir } = jest.requireActual<typeof os>('node:os');

  // A place of its own: in the real one other tests work.
  beforeEach(async () => {
    jest.clearAllMocks();
    place = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    jest.mocked(os.tmpdir).mockReturnValue(place);
    gone = spawnSync(process.execPath, ['--version']).pid;
  });

  afterEach(async () => {
    await rm(place, { recursive: true });
  });

  async function create(name: string): Promise<string> {
    const folder = join(place, name);
    await mkdir(join(folder, 'root'), { recursive: true });
    await writeFile(join(folder, 'plan.tfplan'), 'secret');
    return folder;
  }

  const start = async (folder: string, script: string) => {
    const child = spawn('sh', ['-c', `${script} # ${folder}/root`], {
      cwd: join(folder, 'root'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await wait(200);
    return { child, ended: once(child, 'exit') };
  };

  it('removes what a process left that is no more, and nothing of one that works', async () => {
    const abandoned = await create(`slipway-run-${gone}-abc123`);
    // An earlier process of a container had the same id.
    const earlier = await create(`slipway-run-${process.pid}-abc123`);
    const running = await create(`slipway-run-${process.ppid}-abc123`);
    const other = await create(`slipway-run-abc123-${process.pid}`);
    const own = await createTemporaryFolder('run');
    const working = spawn('sleep', ['60'], { cwd: own });
    const kept = [running, other, own];
    await endAbandonedWork({ logger });
    expect([abandoned, earlier].filter(existsSync)).toEqual([]);
    expect(kept.filter(existsSync)).toEqual(kept);
    expect(working.exitCode ?? working.signalCode).toBeNull();
    expect(logger.warn).not.toHaveBeenCalled();
    working.kill();
  });

  it('interrupts what still runs, once, and lets it save', async () => {
    const folder = await create(`slipway-run-${gone}-abc123`);
    const { child, ended } = await start(folder, TERRAFORM);
    await Promise.all([
      endAbandonedWork({ logger }),
      // Another start, which finds it interrupted.
      wait(100).then(() => endAbandonedWork({ logger })),
    ]);
    expect(await ended).toEqual([0, null]);
    expect(await readFile(join(place, 'saved'), 'utf8')).toBe('interrupted\n');
    expect(existsSync(folder)).toBe(false);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(
        `^An earlier process was killed while Terraform ran.*process ${child.pid}`,
      ),
    );
    expect(logger.error).not.toHaveBeenCalled();
  });

  it('kills what does not end, and says what that means', async () => {
    const folder = await create(`slipway-run-${gone}-abc123`);
    const { child, ended } = await start(folder, 'trap "" INT; sleep 60; :');
    await endAbandonedWork({ logger, patienceMs: 300 });
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(existsSync(folder)).toBe(false);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringMatching(
        `may still be locked: process ${child.pid}, process \\d+$`,
      ),
    );
  });

  it('finds programs by their arguments where there is no /proc', async () => {
    const folder = await create(`slipway-run-${gone}-abc123`);
    const { child, ended } = await start(folder, TERRAFORM);
    expect(await fromPs([folder])).toEqual([
      { pid: child.pid, isProvider: false },
    ]);
    expect(await fromPs([`${folder}x`])).toEqual([]);
    child.kill('SIGKILL');
    await ended;
  });
});
