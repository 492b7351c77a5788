import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import { SlipwayClient, slipwayApiRef } from './api';
import {
  ENVIRONMENT_FIELD,
  environmentFieldSchema,
} from './environments/environmentField';
import { EnvironmentPicker } from './environments/EnvironmentPicker';
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

/**
 * The entity tab.
 *
 * @public
 */
export const EntitySlipwayContent = slipwayPlugin.provide(
  createRoutableExtension({
    name: 'EntitySlipwayContent',
    component: () => import('./tab').then(m => m.SlipwayTab),
    mountPoint: entityRouteRef,
  }),
);

/**
 * The fleet page.
 *
 * @public
 */
export const SlipwayPage = slipwayPlugin.provide(
  createRoutableExtension({
    name: 'SlipwayPage',
    component: () => import('./fleet').then(m => m.FleetPage),
    mountPoint: rootRouteRef,
  }),
);

/**
 * The form field `SlipwayEnvironmentPicker`: put it inside `ScaffolderFieldExtensions`.
 *
 * @public
 */
export const SlipwayEnvironmentPickerFieldExtension = slipwayPlugin.provide(
  createScaffolderFieldExtension({
    name: ENVIRONMENT_FIELD,
    component: EnvironmentPicker,
    schema: environmentFieldSchema.schema,
  }),
);
