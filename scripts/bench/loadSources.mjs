import { build } from 'esbuild';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../lib/paths.mjs';

const packagesOutside = {
  name: 'packages-outside',
  setup(bundler) {
    bundler.onResolve({ filter: /^[^./]/ }, ({ path: name }) =>
      // Slipway's own packages are sources as well.
      name.startsWith('@slipway/') ? undefined : { path: name, external: true },
    );
  },
};

/** What modules of the plugins export, as it is in the portal; packages are found from a folder of this repository. */
export async function loadSources(...modules) {
  const file = path.join(
    root,
    `node_modules/.cache/slipway/${crypto.randomUUID()}.mjs`,
  );
  await build({
    stdin: {
      contents: modules.map(name => `export * from './${name}';`).join('\n'),
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: file,
    plugins: [packagesOutside],
  });
  try {
    return await import(pathToFileURL(file));
  } finally {
    fs.rmSync(file);
  }
}
