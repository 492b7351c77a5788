import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cliConfig, findProviderMirror } from './cliConfig';

let folder: string;
let mirror: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-mirror-'));
  mirror = join(folder, 'searched', 'providers');
  await mkdir(join(mirror, 'registry.terraform.io/hashicorp/aws/5.100.0'), {
    recursive: true,
  });
  await mkdir(join(folder, 'searched', 'another'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('findProviderMirror', () => {
  it('takes the configured folder first', async () => {
    await expect(
      findProviderMirror({
        configured: folder,
        environment: { SLIPWAY_PROVIDER_MIRROR: mirror },
      }),
    ).resolves.toBe(folder);
  });

  it('refuses a configured folder that is missing', async () => {
    await expect(
      findProviderMirror({
        environment: { SLIPWAY_PROVIDER_MIRROR: join(folder, 'missing') },
      }),
    ).rejects.toThrow(/is not a folder; correct slipway.terraform.mirror/);
  });

  it("takes the mirror of Terraform's own configuration", async () => {
    const file = join(folder, 'terraform.rc');
    await writeFile(
      file,
      `provider_installation {\n filesystem_mirror {\n path = "${mirror}"\n }\n}`,
    );
    await expect(
      findProviderMirror({
        environment: { TF_CLI_CONFIG_FILE: file },
        searched: join(folder, 'missing'),
      }),
    ).resolves.toBe(mirror);
  });

  it('finds a folder that is laid out as a mirror', async () => {
    await expect(
      findProviderMirror({
        environment: { TF_CLI_CONFIG_FILE: join(folder, 'missing') },
        searched: join(folder, 'searched'),
      }),
    ).resolves.toBe(mirror);
  });

  it('finds nothing where there is nothing', async () => {
    await expect(
      findProviderMirror({
        environment: {},
        searched: join(folder, 'missing'),
      }),
    ).resolves.toBeUndefined();
  });
});

describe('cliConfig', () => {
  it('asks no registry for what the mirror has', async () => {
    await expect(cliConfig({ mirror })).resolves.toBe(`provider_installation {
  filesystem_mirror {
    path    = "${mirror}"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`);
  });

  it('keeps downloaded providers without a mirror', async () => {
    await expect(cliConfig({ pluginCache: '/cache' })).resolves.toBe(
      'plugin_cache_dir = "/cache"\n',
    );
    await expect(cliConfig({})).resolves.toBe('');
  });
});
