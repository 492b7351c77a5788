import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { IMAGE, ordersState } from '../__testUtils__/ordersState';
import { readStateBody } from './readStateBody';

jest.setTimeout(60_000);

const RESOURCES = 20_000;
const BYTES = 100 * 1024 * 1024;

/** The state of a service with very many parameters beside it. */
function* largeState() {
  const { resources, ...state } = ordersState({ image: IMAGE });
  yield `${JSON.stringify(state).slice(0, -1)},"resources":[`;
  const padding = 'x'.repeat(200);
  for (let index = 0; index < RESOURCES; index += 1) {
    const attributes: Record<string, unknown> = { id: `p${index}` };
    for (let number = 0; number < 22; number += 1) {
      attributes[`attribute_${number}`] = `${padding}${number}`;
    }
    yield `${JSON.stringify(
      {
        mode: 'managed',
        type: 'aws_ssm_parameter',
        name: `p${index}`,
        provider: resources[0]?.provider,
        instances: [{ schema_version: 0, attributes }],
      },
      undefined,
      2,
    )},`;
  }
  yield `${JSON.stringify(resources).slice(1, -1)}]}`;
}

describe('readStateBody', () => {
  it('reads 100 MB and 20,000 resources within 512 MB, and nothing waits for it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    const file = join(folder, 'large.tfstate');
    try {
      await pipeline(Readable.from(largeState()), createWriteStream(file));
      const { stdout } = await promisify(execFile)(process.execPath, [
        '--max-old-space-size=512',
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(__dirname, '../__testUtils__/largeState.ts'),
        file,
      ]);
      const read = JSON.parse(stdout);
      expect(read).toMatchObject({
        soundness: 'sound',
        resourceCount: RESOURCES + 2,
        services: 1,
      });
      expect(read.bytes).toBeGreaterThan(BYTES);
      // How long the loop waited for a core as well depends on who else is at work here: what counts is that the main thread
      // itself was at work for less than that in all.
      expect(read.longestDelayMs).toBeGreaterThan(0);
      expect(read.mainThreadMs).toBeLessThan(50);
      expect(read.memoryMb).toBeLessThan(512);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('hands out no content', async () => {
    const body = Buffer.from(JSON.stringify(ordersState({ image: IMAGE })));
    expect(JSON.stringify(await readStateBody(body))).not.toContain('canary');
  });
});
