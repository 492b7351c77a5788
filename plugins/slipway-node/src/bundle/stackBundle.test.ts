import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { createStackBundle, extractStackBundle } from './stackBundle';

let folder: string;
let root: string;
let target: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
  root = join(folder, 'root');
  target = join(folder, 'target');
  await mkdir(root);
  await mkdir(target);
});

afterEach(() => rm(folder, { recursive: true }));

describe('createStackBundle', () => {
  it('packs the root module and nothing that a run left beside it', async () => {
    await mkdir(join(root, 'modules', 'network'), { recursive: true });
    await mkdir(join(root, '.terraform'));
    for (const name of [
      'main.tf',
      '.terraform.lock.hcl',
      'terraform.tfvars.json',
      'modules/network/main.tf',
      '.terraform/big',
      'terraform.tfstate',
      'terraform.tfstate.backup',
      'slipway_override.tf',
    ]) {
      await writeFile(join(root, name), name);
    }
    await extractStackBundle(await createStackBundle(root), target);
    expect((await readdir(target, { recursive: true })).sort()).toEqual([
      '.terraform.lock.hcl',
      'main.tf',
      'modules',
      'modules/network',
      'modules/network/main.tf',
      'terraform.tfvars.json',
    ]);
    await expect(
      readFile(join(target, 'modules/network/main.tf'), 'utf8'),
    ).resolves.toBe('modules/network/main.tf');
  });

  it('gives the same bytes for the same files', async () => {
    await writeFile(join(root, 'main.tf'), 'x');
    const first = await createStackBundle(root);
    await writeFile(join(root, 'main.tf'), 'x');
    expect(first.equals(await createStackBundle(root))).toBe(true);
  });
});

describe('extractStackBundle', () => {
  async function pack(options: { preservePaths?: boolean }, name: string) {
    const file = join(folder, 'bad.tar.gz');
    await create({ file, cwd: root, gzip: true, ...options }, [name]);
    return readFile(file);
  }

  it('refuses a link', async () => {
    await symlink('/etc/passwd', join(root, 'main.tf'));
    await expect(
      extractStackBundle(await pack({}, 'main.tf'), target),
    ).rejects.toThrow(/holds main.tf, a SymbolicLink/);
    await expect(readdir(target)).resolves.toEqual([]);
  });

  it.each(['../outside.tf', '/tmp/slipway-outside.tf'])(
    'refuses %s, which would land outside of the folder',
    async name => {
      const path = name.startsWith('/') ? name : join(root, name);
      await writeFile(path, 'x');
      const bundle = await pack({ preservePaths: true }, name);
      await rm(path);
      await expect(extractStackBundle(bundle, target)).rejects.toThrow(/path/i);
      await expect(readdir(target)).resolves.toEqual([]);
    },
  );

  it('refuses what is no archive', async () => {
    await expect(
      extractStackBundle(Buffer.from('<html>'), target),
    ).rejects.toThrow();
  });
});
