import { RunnerStack } from '../__testUtils__/RunnerStack';
import { TerraformError } from './TerraformError';
import { type RunOptions } from './RunOptions';
import { TerraformRunner } from './TerraformRunner';

jest.setTimeout(180_000);

describe('TerraformRunner', () => {
  const runner = TerraformRunner.create({ settings: {} });
  let running: RunnerStack;

  beforeAll(async () => {
    running = await RunnerStack.start();
  });

  afterAll(() => running.stop());

  async function apply(name: string, more: Partial<RunOptions> = {}) {
    return runner.withRun(running.options(name, more), async run => {
      await run.init();
      await run.plan();
      return run.apply({ allowDestroy: false });
    });
  }

  it('says that the environment lacks its bucket', async () => {
    await expect(apply('orders')).rejects.toMatchObject({
      code: 'bucket-missing',
      message: expect.stringMatching(
        /^Initialising the stack orders in the environment local failed: .*Bootstrap the environment first/,
      ),
    });
    await expect(running.store.hasBucket()).resolves.toBe(false);
    await expect(
      running.store.readState({ kind: 'service', name: 'orders' }),
    ).rejects.toMatchObject({ name: 'EnvironmentNotBootstrappedError' });
  });

  describe('with a bucket', () => {
    beforeAll(() => running.createBucket());

    it('says who holds the lock', async () => {
      await running.put(
        { kind: 'service', name: 'locked' },
        'lock',
        '{"ID":"7a8c9f3e-6f2b-2d7c-9f38-2a0e0c2f8f11","Operation":"OperationTypeApply","Info":"","Who":"ada@laptop","Version":"1.11.4","Created":"2026-11-23T09:59:58.123456789Z","Path":"x"}',
      );
      await expect(apply('locked')).rejects.toMatchObject({
        code: 'state-locked',
        message: expect.stringContaining(
          'the state is locked by ada@laptop since 2026-11-23T09:59:58.123Z (OperationTypeApply, lock 7a8c9f3e-6f2b-2d7c-9f38-2a0e0c2f8f11)',
        ),
        lock: { who: 'ada@laptop', corrupt: false },
      });
    });

    it('recognises a damaged state', async () => {
      await running.put(
        { kind: 'service', name: 'damaged' },
        'state',
        '{"version":',
      );
      await expect(apply('damaged')).rejects.toMatchObject({
        code: 'state-damaged',
      });
    });

    it('says that nothing answers', async () => {
      await expect(
        apply('nowhere', {
          environment: {
            ...running.environment,
            endpoint: 'http://127.0.0.1:9',
          },
        }),
      ).rejects.toMatchObject({ code: 'unreachable' });
    });
  });

  it('explains a missing program', async () => {
    await expect(
      TerraformRunner.create({ settings: { binary: 'no-terraform' } }).binary(),
    ).rejects.toEqual(
      expect.objectContaining({
        code: 'terraform-missing',
        message:
          'no-terraform is neither Terraform nor OpenTofu, or is not there. Install Terraform 1.11 or newer, or OpenTofu 1.10 or newer, or name it as slipway.terraform.binary in app-config.',
      }),
    );
    expect(
      await TerraformRunner.create({ settings: { binary: 'node' } })
        .binary()
        .catch(error => error),
    ).toBeInstanceOf(TerraformError);
  });
});
