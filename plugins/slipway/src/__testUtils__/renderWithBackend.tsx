import { type ReactElement } from 'react';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  AuthorizeResult,
  type EvaluatePermissionRequest,
} from '@backstage/plugin-permission-common';
import {
  MockFetchApi,
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { type Entity } from '@backstage/catalog-model';
import {
  ScmIntegrationsApi,
  scmIntegrationsApiRef,
} from '@backstage/integration-react';
import { SWRConfig } from 'swr';
import { SlipwayClient, slipwayApiRef } from '../api';
import { rootRouteRef, tabRouteRef, templateRouteRef } from '../routes';
import { entity } from './fixtures';

export type RenderOptions = {
  /** Names of permissions that the user lacks. */
  denied?: string[];
  /** What the catalog holds. */
  entities?: Entity[];
  /** Annotations of the entity, beside those that it has. */
  annotations?: Record<string, string>;
};

/** Renders on the entity page of `orders`, against the real client. Requests are the test's own to answer. */
export async function renderWithBackend(
  element: ReactElement,
  options: RenderOptions = {},
) {
  const { denied = [], entities = [entity], annotations } = options;
  const { metadata } = entity;
  const shown = {
    ...entity,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, ...annotations },
    },
  };
  const client = SlipwayClient.create({
    discoveryApi: mockApis.discovery(),
    fetchApi: new MockFetchApi(),
  });
  const authorize = async ({ permission }: EvaluatePermissionRequest) => ({
    result: denied.includes(permission.name)
      ? AuthorizeResult.DENY
      : AuthorizeResult.ALLOW,
  });
  return await renderInTestApp(
    // Permissions are cached for the whole page: no test may see those of another.
    <SWRConfig value={{ provider: () => new Map() }}>
      <TestApiProvider
        apis={[
          [slipwayApiRef, client],
          [permissionApiRef, { authorize }],
          [
            scmIntegrationsApiRef,
            ScmIntegrationsApi.fromConfig(mockApis.config()),
          ],
          [catalogApiRef, catalogApiMock({ entities })],
        ]}
      >
        <EntityProvider entity={shown}>{element}</EntityProvider>
      </TestApiProvider>
    </SWRConfig>,
    {
      mountedRoutes: {
        '/slipway': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/tab': tabRouteRef,
        '/create/templates/:namespace/:templateName': templateRouteRef,
      },
    },
  );
}
