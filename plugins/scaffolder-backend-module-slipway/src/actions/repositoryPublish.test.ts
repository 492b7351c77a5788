import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { actionServices, runAction } from '../__testUtils__/actionHarness';
import { createRepositoryPublishAction } from './repositoryPublish';

const entityRef = 'component:default/orders';

let folder: string;
let workspacePath: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
  workspacePath = join(folder, 'workspace');
  await mkdir(workspacePath);
  await writeFile(join(workspacePath, 'catalog-info.yaml'), 'kind: Component');
});

afterEach(() => rm(folder, { recursive: true }));

function publish(input: { name: string; entityRef: string }, isDryRun = false) {
  const services = actionServices({
    endpoint: 'http://127.0.0.1:9',
    repositories: join(folder, 'repositories'),
  });
  const catalog = catalogServiceMock({
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'orders', namespace: 'default' },
      },
    ],
  });
  return runAction(createRepositoryPublishAction({ ...services, catalog }), {
    input,
    workspacePath,
    isDryRun,
  });
}

const published = () =>
  readFile(join(folder, 'repositories/orders/catalog-info.yaml'), 'utf8');

describe('slipway:repository:publish', () => {
  it('publishes the workspace and answers when the catalog has the entity', async () => {
    const { output, log } = await publish({ name: 'orders', entityRef });
    expect(output).toEqual({
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      entityRef,
    });
    expect(log).toEqual([
      `Published orders at ${output.commit}`,
      `The catalog has ${entityRef}`,
    ]);
    await expect(published()).resolves.toBe('kind: Component');
  });

  it('says that a run before it published the same', async () => {
    const { output: first } = await publish({ name: 'orders', entityRef });
    const { output, log } = await publish({ name: 'orders', entityRef });
    expect(output).toEqual(first);
    expect(log[0]).toBe(`orders is published already, at ${first.commit}`);
  });

  it('publishes nothing in a dry run', async () => {
    const { output, log } = await publish({ name: 'orders', entityRef }, true);
    expect(output).toEqual({ entityRef });
    expect(log).toEqual(['Would publish the repository orders']);
    await expect(published()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('refuses a name that leaves the folder', async () => {
    await expect(
      publish({ name: '../orders', entityRef }),
    ).rejects.toMatchObject({ name: 'InputError' });
  });
});
