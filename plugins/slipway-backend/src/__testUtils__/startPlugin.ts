import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { type Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { http, passthrough } from 'msw';
import slipwayPlugin from '..';
import { memoryDatabase } from './memoryDatabase';

/** Where the plugin finds AWS, unless a test says otherwise. */
export const AWS_ENDPOINT = 'http://aws.example';

/** The environment that `slipway.environments` has. */
export const PLACE = {
  accountId: '123456789012',
  region: 'eu-central-1',
  endpoint: AWS_ENDPOINT,
  operator: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'canary-key' },
};

/** The backend under test, and what a test starts itself, listen on the loopback address. */
export const loopback = http.all(/^http:\/\/(127\.0\.0\.1|localhost)[:/]/, () =>
  passthrough(),
);

export function component(
  name: string,
  annotations: Record<string, string>,
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
  };
}

/** What the plugin is started with. */
export interface StartPluginOptions {
  entities: Entity[];
  environments?: object;
  /** Names of permissions that nobody has. */
  denied?: string[];
}

/** Starts the whole plugin in a backend of its own. */
export async function startPlugin(options: StartPluginOptions) {
  const { entities, environments = { local: PLACE }, denied = [] } = options;
  const { server } = await startTestBackend({
    features: [
      slipwayPlugin,
      memoryDatabase(),
      catalogServiceMock.factory({ entities }),
      mockServices.rootConfig.factory({
        data: {
          slipway: { environments },
        },
      }),
      mockServices.permissions.mock({
        authorize: async requests =>
          requests.map(({ permission }) => ({
            result: denied.includes(permission.name)
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
          })),
      }).factory,
    ],
  });
  return server;
}
