import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RunnerStack } from '../__testUtils__/RunnerStack';
import { createStackBundle } from '../bundle';
import { TerraformRunner } from './TerraformRunner';
import { type TerraformRun } from './TerraformRun';

jest.setTimeout(180_000);

const INITIALISED = 'Initializing the backend...';

describe('TerraformRunner.withBundle', () => {
  let running: RunnerStack;
  let pluginCache: string;
  let runner: TerraformRunner;
  let bundle: Buffer;
  let lines: string[];

  beforeAll(async () => {
    running = await RunnerStack.start();
    await running.createBucket();
    pluginCache = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    runner = TerraformRunner.create({ settings: { pluginCache } });
    bundle = await runner.withRun(
      running.options('orders', { variables: { secret: 'bundle-canary' } }),
      async run => {
        await run.init();
        await run.plan();
        await run.apply({ allowDestroy: false });
        return createStackBundle(run.root);
      },
    );
  });

  afterAll(async () => {
    await runner.shutdown();
    await running.stop();
    await rm(pluginCache, { recursive: true, force: true });
  });

  beforeEach(() => {
    lines = [];
  });

  function withBundle<T>(
    use: (run: TerraformRun) => Promise<T>,
    body = bundle,
  ) {
    const { environment, stack } = running.options('orders');
    return runner.withBundle(
      {
        environment,
        stack,
        credentials: async () => ({
          accessKeyId: 'AKIALOCALOPERATOR000',
          secretAccessKey: 'local-operator-secret',
          sessionToken: 'token-canary',
        }),
        bundle: body,
        log: line => lines.push(line),
      },
      use,
    );
  }

  async function plan(run: TerraformRun): Promise<string> {
    const { summary } = await run.plan({ lock: false });
    expect(summary).toMatchObject({ hasChanges: false, changes: [] });
    return run.root;
  }

  const rootOf = async ({ root }: TerraformRun) => root;

  it('initialises a bundle once, and keeps nothing of it but what that made', async () => {
    const first = await withBundle(plan);
    expect(lines).toContain(INITIALISED);
    lines = [];
    expect(await withBundle(plan)).toBe(first);
    expect(lines).not.toContain(INITIALISED);

    const folder = dirname(first);
    expect((await stat(folder)).mode.toString(8)).toMatch(/700$/);
    const entries = await readdir(folder, {
      recursive: true,
      withFileTypes: true,
    });
    // Providers are links.
    const files = entries.filter(entry => entry.isFile());
    expect(files.map(({ name }) => name).sort()).toEqual([
      '.terraform.lock.hcl',
      'terraform.tfstate',
    ]);
    for (const { parentPath, name } of files) {
      expect(await readFile(join(parentPath, name), 'utf8')).not.toMatch(
        /canary|AKIA|local-operator-secret/,
      );
    }
  });

  it('initialises another bundle of the same stack, and a second run of one that is in use, on their own', async () => {
    const root = await withBundle(rootOf);
    const roots = await withBundle(async one => [
      one.root,
      await withBundle(rootOf),
    ]);
    expect(roots[0]).toBe(root);
    expect(roots[1]).not.toBe(root);

    const other = await runner.withRun(
      running.options('orders', {
        variables: { secret: 'bundle-canary', kind: 'SecureString' },
      }),
      run => createStackBundle(run.root),
    );
    expect(other.equals(bundle)).toBe(false);
    lines = [];
    expect(roots).not.toContain(await withBundle(rootOf, other));
    expect(lines).toContain(INITIALISED);
    expect(roots.map(dirname).filter(existsSync)).toEqual([]);
  });

  it('starts again where the cache of providers was emptied', async () => {
    const root = await withBundle(rootOf);
    await rm(pluginCache, { recursive: true });
    const roots: string[] = [];
    lines = [];
    await withBundle(run => {
      roots.push(run.root);
      return plan(run);
    });
    expect(roots).toHaveLength(2);
    expect(roots[0]).toBe(root);
    expect(roots[1]).not.toBe(root);
    expect(lines).toContain(INITIALISED);
    expect(existsSync(dirname(root))).toBe(false);
  });

  it('leaves nothing when it shuts down', async () => {
    const folder = dirname(await withBundle(rootOf));
    expect(existsSync(folder)).toBe(true);
    await runner.shutdown();
    expect(existsSync(folder)).toBe(false);
  });
});
