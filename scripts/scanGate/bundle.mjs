// `node scripts/scanGate/bundle.mjs`: writes the template's scan-gate.mjs from the portal's own rule.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../lib/paths.mjs';

const BANNER = `#!/usr/bin/env node
// Generated from Slipway's own rule for images; change it there. Says whether the
// environment lets the image in IMAGE run, and fails when it does not. Needs
// STATE_BUCKET, where the policy lies, and the AWS CLI.`;

/** Where the template keeps it. */
export const scanGateFile = path.join(
  root,
  'templates/spring-boot-service/content/scripts/scan-gate.mjs',
);

/** The text of the script. */
export async function bundleScanGate() {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'scripts/scanGate/main.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    legalComments: 'none',
    banner: { js: BANNER },
  });
  // Comments with the paths of the bundled files would tell of another repository.
  return outputFiles[0].text.replaceAll(/^\/\/ (plugins|scripts)\/.*\n/gm, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  fs.writeFileSync(scanGateFile, await bundleScanGate(), { mode: 0o755 });
}
