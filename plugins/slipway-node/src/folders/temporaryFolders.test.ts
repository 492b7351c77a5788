import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTemporaryFolder, removeAbandonedFolders } from '.';

describe('removeAbandonedFolders', () => {
  it('removes what a process left that is no more, and nothing of one that works', async () => {
    const { pid: gone } = spawnSync(process.execPath, ['--version']);
    const abandoned = join(tmpdir(), `slipway-run-${gone}-abc123`);
    // An earlier process of a container had the same id.
    const earlier = join(tmpdir(), `slipway-run-${process.pid}-abc123`);
    const running = join(tmpdir(), `slipway-run-${process.ppid}-abc123`);
    const other = join(tmpdir(), `slipway-run-abc123-${process.pid}`);
    const own = await createTemporaryFolder('run');
    const kept = [running, other, own];
    for (const folder of [abandoned, earlier, running, other]) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'plan.tfplan'), 'secret');
    }
    const orphan = spawn('sleep', ['60'], { cwd: abandoned });
    const ended = once(orphan, 'exit');
    const working = spawn('sleep', ['60'], { cwd: own });
    try {
      const { folders, processes } = await removeAbandonedFolders();
      expect(folders).toBeGreaterThanOrEqual(2);
      expect(processes).toBeGreaterThanOrEqual(1);
      expect(await ended).toEqual([null, 'SIGKILL']);
      expect(working.exitCode ?? working.signalCode).toBeNull();
      expect([abandoned, earlier].filter(existsSync)).toEqual([]);
      expect(kept.filter(existsSync)).toEqual(kept);
    } finally {
      working.kill();
      await Promise.all(kept.map(folder => rm(folder, { recursive: true })));
    }
  });
});
