import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Stack } from '@slipway/plugin-slipway-common';
import { RunnerStack } from '../__testUtils__/RunnerStack';
import { createStackBundle, extractStackBundle } from '../bundle';
import { type StateStore } from '../state';
import { type RunOptions } from './RunOptions';
import { TerraformRunner } from './TerraformRunner';

jest.setTimeout(180_000);

describe('TerraformRunner', () => {
  const runner = TerraformRunner.create({ settings: {} });
  let running: RunnerStack;
  let store: StateStore;
  let source: string;
  let lines: string[];

  beforeAll(async () => {
    running = await RunnerStack.start();
    ({ store, source } = running);
  });

  afterAll(() => running.stop());

  beforeEach(() => {
    lines = [];
  });

  function options(name: string, more: Partial<RunOptions> = {}): RunOptions {
    return running.options(name, { log: line => lines.push(line), ...more });
  }

  async function apply(
    name: string,
    more: Partial<RunOptions> & { allowDestroy?: boolean } = {},
  ) {
    const { allowDestroy = false, ...rest } = more;
    return runner.withRun(options(name, rest), async run => {
      await run.init();
      await run.plan();
      return run.apply({ allowDestroy });
    });
  }

  it('plans without a bucket', async () => {
    const { summary } = await runner.withRun(
      options('orders', { stateLocation: 'temporary' }),
      async run => {
        await run.init();
        return run.plan();
      },
    );
    expect(summary.counts).toEqual({
      add: 1,
      change: 0,
      destroy: 0,
      import: 0,
    });
  });

  describe('with a bucket', () => {
    beforeAll(() => running.createBucket());

    it('applies what was planned, logs no value, and plans nothing after that', async () => {
      const stack: Stack = { kind: 'service', name: 'billing' };
      await expect(apply('billing')).resolves.toEqual({
        changes: [
          {
            address: 'aws_ssm_parameter.this',
            type: 'aws_ssm_parameter',
            action: 'create',
            imported: false,
            unfinished: false,
          },
        ],
        counts: { add: 1, change: 0, destroy: 0, import: 0 },
        hasChanges: true,
      });
      expect(lines).toContain('aws_ssm_parameter.this: creating…');
      expect(lines).toContainEqual(
        expect.stringMatching(/^aws_ssm_parameter.this: created in \d+ s$/),
      );
      expect(lines.join('\n')).not.toContain('first-secret');

      const state = await store.readState(stack);
      if (!state || state === 'not-modified') {
        throw new Error('there is no state');
      }
      expect(JSON.parse(state.body.toString('utf8'))).toMatchObject({
        version: 4,
        serial: 1,
      });
      await expect(store.readState(stack, { etag: state.etag })).resolves.toBe(
        'not-modified',
      );
      await expect(store.readLock(stack)).resolves.toBeUndefined();
      await expect(store.listStateVersions(stack)).resolves.toHaveLength(1);

      const { outputs, root } = await runner.withRun(
        options('billing'),
        async run => {
          await run.init();
          const { summary } = await run.plan({ lock: false });
          expect(summary.hasChanges).toBe(false);
          return { outputs: await run.outputs(), root: run.root };
        },
      );
      expect(outputs).toEqual({
        name: { value: '/slipway/billing', sensitive: false },
        secret: { value: 'first-secret', sensitive: true },
      });
      await expect(access(root)).rejects.toThrow('ENOENT');
    });

    it('takes a new output for a change, for the state is written, and reads the plan on demand', async () => {
      await apply('outputs');
      const added = join(source, 'added.tf');
      await writeFile(added, 'output "added" {\n  value = "later"\n}\n');
      try {
        await runner.withRun(options('outputs'), async run => {
          await run.init();
          const { summary } = await run.plan({ lock: false });
          expect(summary).toEqual({
            changes: [],
            counts: { add: 0, change: 0, destroy: 0, import: 0 },
            hasChanges: true,
          });
          await expect(run.readPlan()).resolves.toMatchObject({
            output_changes: { added: { actions: ['create'] } },
            resource_changes: [{ change: { actions: ['no-op'] } }],
          });
        });
      } finally {
        await rm(added);
      }
    });

    it('keeps the bundle of an apply, which plans empty on its own', async () => {
      const stack: Stack = { kind: 'service', name: 'ledger' };
      await runner.withRun(
        options('ledger', { variables: { secret: 'ledger-secret' } }),
        async run => {
          await run.init();
          await run.plan();
          await run.apply({ allowDestroy: false });
          await store.writeBundle(stack, {
            body: await createStackBundle(run.root),
            commit: 'abc123',
            author: 'user:default/zoë',
          });
        },
      );
      const bundle = await store.readBundle(stack);
      expect(bundle).toMatchObject({
        commit: 'abc123',
        author: 'user:default/zoë',
      });
      const folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
      try {
        await extractStackBundle(bundle?.body ?? Buffer.alloc(0), folder);
        expect((await readdir(folder)).sort()).toEqual([
          '.terraform.lock.hcl',
          'main.tf',
          'terraform.tfvars.json',
        ]);
        await runner.withRun(
          options('ledger', { source: folder }),
          async run => {
            await run.init();
            const { summary } = await run.plan({ lock: false });
            expect(summary.hasChanges).toBe(false);
          },
        );
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it('does not replace unless that was allowed', async () => {
      await apply('stock');
      const replacing = { variables: { stack: 'ignored', kind: 'String' } };
      // The stack's own name always wins, so only the type changes; a rename replaces.
      await writeFile(
        join(source, 'rename_override.tf'),
        'resource "aws_ssm_parameter" "this" {\n  name = "/slipway/renamed"\n}\n',
      );
      try {
        await expect(apply('stock', replacing)).rejects.toMatchObject({
          code: 'destroy-refused',
          message:
            'Nothing was applied to the stack stock in the environment local: the plan would destroy or replace aws_ssm_parameter.this. Allow that explicitly if it is meant.',
        });
        await expect(
          apply('stock', { ...replacing, allowDestroy: true }),
        ).resolves.toMatchObject({ counts: { add: 1, destroy: 1 } });
      } finally {
        await rm(join(source, 'rename_override.tf'));
      }
    });

    it('frees the lock and saves the state of an interrupted apply, which a second run completes', async () => {
      const stack: Stack = { kind: 'service', name: 'ships' };
      const controller = new AbortController();
      const started: string[] = [];
      await expect(
        apply('ships', {
          variables: { cluster: true },
          signal: controller.signal,
          log: line => {
            started.push(line);
            if (line === 'aws_ecs_cluster.this[0]: creating…') {
              setTimeout(() => controller.abort(), 1500);
            }
          },
        }),
      ).rejects.toMatchObject({
        code: 'cancelled',
        message:
          'Applying the stack ships in the environment local was cancelled. Terraform saved the state and released the lock. Run it again to complete it.',
      });
      await expect(store.readLock(stack)).resolves.toBeUndefined();
      await expect(store.headState(stack)).resolves.toBeDefined();
      await apply('ships', {
        variables: { cluster: true },
        allowDestroy: true,
      });
      await runner.withRun(
        options('ships', { variables: { cluster: true } }),
        async run => {
          await run.init();
          const { summary } = await run.plan();
          expect(summary.hasChanges).toBe(false);
        },
      );
    });
  });

  it('interrupts its runs when it shuts down', async () => {
    const stopped = TerraformRunner.create({ settings: {} });
    const work = stopped.withRun(options('orders'), async run => {
      const ended = stopped.shutdown();
      await expect(run.init()).rejects.toMatchObject({ code: 'cancelled' });
      return { ended };
    });
    const { ended } = await work;
    await ended;
  });
});
