import { spawn } from 'node:child_process';
import path from 'node:path';
import { localIdentity } from '../lib/localIdentity.mjs';
import { PlainError } from '../lib/report.mjs';
import { providerSettings } from '../test/providerSettings.mjs';

/** Runs Terraform in a folder with nothing of Slipway around it, and with the portal's own cache of providers. */
export function bareTerraform(context, { cwd, args }) {
  const { stack, prerequisites, toolchain, folder } = context;
  return new Promise((resolve, reject) => {
    const child = spawn(prerequisites.terraform, args, {
      cwd,
      env: {
        ...toolchain.environment,
        ...localIdentity,
        ...providerSettings(folder),
        AWS_ENDPOINT_URL: stack.awsUrl,
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
        TF_PLUGIN_CACHE_DIR: path.join(folder, 'stack/cache/terraform'),
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', code =>
      code === 0
        ? resolve()
        : reject(
            new PlainError(`terraform ${args[0]} ended with code ${code}`),
          ),
    );
  });
}
