import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';

/** One environment `dev` on an emulator. */
export function localConfig(endpoint: string): ConfigReader {
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
          operator: {
            accessKeyId: 'AKIALOCALOPERATOR000',
            secretAccessKey: 'local-operator-secret',
          },
        },
      },
    },
  });
}
