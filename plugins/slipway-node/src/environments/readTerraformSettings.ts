import { resolve } from 'node:path';
import { type Config } from '@backstage/config';

/**
 * How Terraform is run: `slipway.terraform`.
 *
 * @public
 */
export type TerraformSettings = {
  /** Name or path of `terraform` or `tofu`; looked for on the PATH when absent. */
  binary?: string;
  /** Absolute folder of the shipped root modules `bootstrap`, `platform` and `service`. */
  roots?: string;
  /** Absolute folder where downloaded providers are kept. */
  pluginCache?: string;
  /** Absolute folder of a provider mirror. */
  mirror?: string;
};

/**
 * Reads `slipway.terraform`. Relative folders are taken from the folder that the backend was started in, as everywhere in Backstage.
 *
 * @public
 */
export function readTerraformSettings(config: Config): TerraformSettings {
  const terraform = config.getOptionalConfig('slipway.terraform');
  const folder = (key: string) => {
    const value = terraform?.getOptionalString(key);
    return value === undefined ? undefined : resolve(value);
  };
  return {
    binary: terraform?.getOptionalString('binary'),
    roots: folder('roots'),
    pluginCache: folder('pluginCache'),
    mirror: folder('mirror'),
  };
}
