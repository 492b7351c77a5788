import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { SlipwayClient, slipwayApiRef } from './api';
import {
  entityRouteRef,
  rootRouteRef,
  tabRouteRef,
  templateRouteRef,
} from './routes';

/**
 * Slipway for apps on the system of `@backstage/core-plugin-api`. Apps on the new system take the default export of
 * `./alpha`.
 *
 * @public
 */
export const slipwayPlugin = createPlugin({
  id: 'slipway',
  apis: [
    createApiFactory({
      api: slipwayApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => SlipwayClient.create(deps),
    }),
  ],
  routes: { root: rootRouteRef, entity: entityRouteRef },
  externalRoutes: { tab: tabRouteRef, template: templateRouteRef },
});

/**
 * The entity card.
 *
 * @public
 */
export const EntitySlipwayCard = slipwayPlugin.provide(
  createComponentExtension({
    name: 'EntitySlipwayCard',
    component: { lazy: () => import('./card').then(m => m.SlipwayCard) },
  }),
);
