import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from './git';
import { LocalRepositories } from './LocalRepositories';

let parent: string;
let folder: string;
let source: string;
let repositories: LocalRepositories;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'slipway-test-'));
  folder = join(parent, 'repositories');
  source = join(parent, 'source');
  await mkdir(join(source, '.git'), { recursive: true });
  await writeFile(join(source, '.git', 'config'), 'of the template');
  await writeFile(join(source, 'mvnw'), '#!/bin/sh\n');
  await chmod(join(source, 'mvnw'), 0o755);
  await writeFile(join(source, 'catalog-info.yaml'), 'kind: Component\n');
  repositories = LocalRepositories.create({ folder });
});

afterEach(() => rm(parent, { recursive: true }));

const options = () => ({
  name: 'orders',
  source,
  author: 'user:default/ada',
});

describe('LocalRepositories', () => {
  it('publishes a working tree with one commit', async () => {
    const { path, commit, created } = await repositories.publish(options());
    expect(created).toBe(true);
    expect(path).toBe(join(folder, 'orders'));
    await expect(
      readFile(join(path, 'catalog-info.yaml'), 'utf8'),
    ).resolves.toBe('kind: Component\n');
    await expect(git(path, ['log', '--format=%H %an %s'])).resolves.toBe(
      `${commit} user:default/ada Create the service from the software template`,
    );
    await expect(git(path, ['status', '--porcelain'])).resolves.toBe('');
    expect((await stat(join(path, 'mvnw'))).mode & 0o111).toBe(0o111);
    await expect(readdir(folder)).resolves.toEqual(['orders']);
    await expect(repositories.has('orders')).resolves.toBe(true);
    await expect(repositories.has('stock')).resolves.toBe(false);
  });

  it('leaves a repository with the same content alone', async () => {
    const first = await repositories.publish(options());
    await expect(repositories.publish(options())).resolves.toEqual({
      ...first,
      created: false,
    });
  });

  it('refuses a name that holds something else', async () => {
    await repositories.publish(options());
    await writeFile(join(source, 'catalog-info.yaml'), 'kind: System\n');
    await expect(repositories.publish(options())).rejects.toMatchObject({
      name: 'ConflictError',
      message:
        'The repository orders exists already and holds something else. Choose another name.',
    });
    await expect(readdir(folder)).resolves.toEqual(['orders']);
  });
});
