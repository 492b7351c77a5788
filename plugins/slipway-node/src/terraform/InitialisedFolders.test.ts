import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { localEnvironment } from '../__testUtils__/localEnvironment';
import { InitialisedFolders } from './InitialisedFolders';
import { RunFolder } from './RunFolder';
import { runSettings } from './runSettings';

const settings = runSettings({
  environment: localEnvironment('http://127.0.0.1:9'),
  stack: { kind: 'service', name: 'orders' },
  stateLocation: 'bucket',
  cliConfig: '',
});

/** The folder of a run that was initialised and planned. */
async function usedFolder(bytes = 10): Promise<RunFolder> {
  const folder = await RunFolder.create(settings);
  await fill(folder);
  await mkdir(join(folder.root, '.terraform'));
  await writeFile(join(folder.root, '.terraform/made'), 'x'.repeat(bytes));
  await writeFile(join(folder.root, '.terraform.lock.hcl'), 'of init');
  await writeFile(folder.planFile, 'a plan');
  return folder;
}

function fill(folder: RunFolder): Promise<void> {
  return folder.fill({
    copyRoot: async root => {
      await writeFile(join(root, 'main.tf'), '');
      await writeFile(join(root, '.terraform.lock.hcl'), 'of the bundle');
    },
    variables: { password: 'canary' },
  });
}

const topOf = ({ root }: RunFolder) => dirname(root);

describe('InitialisedFolders', () => {
  const orders = { slot: 'orders', fingerprint: 'a' };
  let folders: InitialisedFolders;

  beforeEach(() => {
    folders = InitialisedFolders.create({ maxFolders: 2, maxBytes: 1_000 });
  });

  afterEach(() => folders.clear());

  it('keeps what init made and nothing else, for the user of this process alone', async () => {
    const folder = await usedFolder();
    await folders.keep(folder, orders);
    const left = await readdir(topOf(folder), { recursive: true });
    expect(left.sort()).toEqual([
      'initialised',
      'initialised/.terraform',
      'initialised/.terraform.lock.hcl',
      'initialised/.terraform/made',
    ]);
    expect((await stat(topOf(folder))).mode.toString(8)).toMatch(/700$/);

    const taken = await folders.take(orders);
    expect(taken).toBe(folder);
    await fill(folder);
    expect((await readdir(folder.root)).sort()).toEqual([
      '.terraform',
      '.terraform.lock.hcl',
      'main.tf',
      'slipway_backend.tfbackend',
      'slipway_override.tf',
      'terraform.tfvars.json',
    ]);
    await folder.dispose();
  });

  it('gives a folder to one at a time, and keeps one for a stack', async () => {
    const first = await usedFolder();
    await folders.keep(first, orders);
    expect(await folders.take(orders)).toBe(first);
    expect(await folders.take(orders)).toBeUndefined();

    const second = await usedFolder();
    await folders.keep(first, orders);
    await folders.keep(second, orders);
    expect(existsSync(topOf(first))).toBe(false);
    expect(await folders.take(orders)).toBe(second);
    await second.dispose();
  });

  it('removes one that was initialised from something else', async () => {
    const folder = await usedFolder();
    await folders.keep(folder, orders);
    expect(await folders.take({ ...orders, fingerprint: 'b' })).toBeUndefined();
    expect(existsSync(topOf(folder))).toBe(false);
    expect(await folders.take(orders)).toBeUndefined();
  });

  it('removes those that were used longest ago where there are too many or too large ones', async () => {
    const [a, b, c] = [
      await usedFolder(),
      await usedFolder(),
      await usedFolder(),
    ];
    const of = (slot: string) => ({ slot, fingerprint: 'a' });
    await folders.keep(a, of('a'));
    await folders.keep(b, of('b'));
    await folders.keep((await folders.take(of('a'))) ?? a, of('a'));
    await folders.keep(c, of('c'));
    const there = (...some: RunFolder[]) =>
      some.map(folder => existsSync(topOf(folder)));
    expect(there(a, b, c)).toEqual([true, false, true]);

    const large = await usedFolder(900);
    await folders.keep(large, of('large'));
    expect(there(a, c, large)).toEqual([false, true, true]);
    const tooLarge = await usedFolder(2_000);
    await folders.keep(tooLarge, of('too large'));
    expect(there(c, large, tooLarge)).toEqual([true, true, false]);

    await folders.clear();
    expect(there(c, large)).toEqual([false, false]);
  });
});
