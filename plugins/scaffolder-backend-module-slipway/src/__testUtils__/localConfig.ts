import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { type JsonObject } from '@backstage/types';

/** One environment `dev` on an emulator, with the policy of images that is given. */
export function localConfig(
  endpoint: string,
  scans?: JsonObject,
): ConfigReader {
  return new ConfigReader({
    slipway: {
      terraform: {
        roots: resolvePackagePath(
          '@slipway/plugin-scaffolder-backend-module-slipway',
          '../../terraform',
        ),
      },
      environments: {
        dev: {
          accountId: '123456789012',
          region: 'eu-central-1',
          endpoint,
          ...(scans ? { scans } : {}),
          operator: {
            accessKeyId: 'AKIALOCALOPERATOR000',
            secretAccessKey: 'local-operator-secret',
          },
        },
      },
    },
  });
}
