import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs `killedRestore.ts` in a process of its own, and tells how that ended. */
export async function runKilledRestore(
  parameters: readonly string[],
): Promise<{ code: unknown; signal: unknown }> {
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(__dirname, 'killedRestore.ts'),
      ...parameters,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [code, signal] = await once(child, 'exit');
  return { code, signal };
}
