import fs from 'node:fs';
import path from 'node:path';

const REGISTRIES = ['registry.terraform.io', 'registry.opentofu.org'];

/** A folder that is laid out as a provider mirror: named by the environment, or any folder of /opt that is one. */
export function findMirror() {
  const candidates = [
    process.env.SLIPWAY_PROVIDER_MIRROR,
    ...(fs.existsSync('/opt') ? fs.readdirSync('/opt') : []).map(name =>
      path.join('/opt', name),
    ),
  ];
  return candidates.find(
    folder =>
      folder && REGISTRIES.some(host => fs.existsSync(path.join(folder, host))),
  );
}

/**
 * Environment for Terraform with a CLI configuration of its own: an inherited one may name a file that is not there.
 * Providers come from a mirror where one is found, otherwise from their registry.
 */
export function providerSettings(folder) {
  const inherited = process.env.TF_CLI_CONFIG_FILE;
  if (inherited && fs.existsSync(inherited)) {
    return { TF_CLI_CONFIG_FILE: inherited };
  }
  const mirror = findMirror();
  const file = path.join(folder, 'terraform.rc');
  // A mirror alone: beside `direct` Terraform would ask the registry as well, and fail where there is none.
  const method = mirror
    ? `filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }`
    : 'direct {}';
  fs.writeFileSync(file, `provider_installation {\n  ${method}\n}\n`);
  return { TF_CLI_CONFIG_FILE: file };
}
