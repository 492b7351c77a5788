import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

const MIRROR_VARIABLE = 'SLIPWAY_PROVIDER_MIRROR';

/**
 * The folder of a provider mirror: the configured one, the one in SLIPWAY_PROVIDER_MIRROR, the one that Terraform's own
 * CLI configuration names, or a folder under /opt that is laid out as a mirror. `undefined` when there is none.
 *
 * @throws Error when a mirror was named that is no folder.
 * @internal
 */
export async function findProviderMirror(options: {
  configured?: string;
  environment?: NodeJS.ProcessEnv;
  searched?: string;
}): Promise<string | undefined> {
  const environment = options.environment ?? process.env;
  const named = options.configured ?? environment[MIRROR_VARIABLE];
  if (named) {
    if (!(await isFolder(named))) {
      throw new Error(
        `The provider mirror ${named} is not a folder; correct slipway.terraform.mirror or ${MIRROR_VARIABLE}`,
      );
    }
    return named;
  }
  return (
    (await mirrorOfCliConfig(environment)) ??
    (await mirrorIn(options.searched ?? '/opt'))
  );
}

/**
 * The CLI configuration of a run. Providers that the mirror has come from there alone, so that no registry is asked for
 * them; others are downloaded. Without a mirror providers are downloaded once into the cache.
 *
 * @internal
 */
export async function cliConfig(options: {
  mirror?: string;
  pluginCache?: string;
}): Promise<string> {
  const { mirror, pluginCache } = options;
  const cache = pluginCache
    ? `plugin_cache_dir = ${JSON.stringify(pluginCache)}\n`
    : '';
  if (!mirror) {
    return cache;
  }
  const mirrored = JSON.stringify(await providersOf(mirror));
  return `${cache}provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${mirrored}
  }
  direct {
    exclude = ${mirrored}
  }
}
`;
}

// <registry host>/<namespace>/<provider>
async function providersOf(mirror: string): Promise<string[]> {
  let names = [''];
  for (let depth = 0; depth < 3; depth++) {
    const children = await Promise.all(
      names.map(async name => {
        const found = await readdir(join(mirror, name), {
          withFileTypes: true,
        });
        return found
          .filter(entry => entry.isDirectory())
          .map(entry => (name ? `${name}/${entry.name}` : entry.name));
      }),
    );
    names = children.flat();
  }
  return names.sort();
}

async function mirrorOfCliConfig(
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const files = [
    environment.TF_CLI_CONFIG_FILE,
    environment.HOME && join(environment.HOME, '.terraformrc'),
  ];
  for (const file of files) {
    const text = file && (await readFile(file, 'utf8').catch(() => undefined));
    const path = text?.match(
      /filesystem_mirror\s*\{[^}]*?path\s*=\s*"([^"]+)"/,
    )?.[1];
    if (path && (await isFolder(path))) {
      return path;
    }
  }
  return undefined;
}

// A mirror has a folder for each registry, named after its host.
async function mirrorIn(parent: string): Promise<string | undefined> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.sort()) {
    const folder = join(parent, name);
    for (const host of ['registry.terraform.io', 'registry.opentofu.org']) {
      if (await isFolder(join(folder, host))) {
        return folder;
      }
    }
  }
  return undefined;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
}
