import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';
import DirectionsBoatIcon from '@material-ui/icons/DirectionsBoat';
import { SlipwayClient, slipwayApiRef } from './api';
import {
  ENVIRONMENT_FIELD,
  environmentFieldSchema,
} from './environments/environmentField';
import { isSlipwayAvailable } from './isSlipwayAvailable';
import {
  entityRouteRef,
  rootRouteRef,
  tabRouteRef,
  templateRouteRef,
} from './routes';

const slipwayApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: slipwayApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => SlipwayClient.create(deps),
    }),
});

const slipwayCard = EntityCardBlueprint.make({
  params: {
    type: 'content',
    filter: isSlipwayAvailable,
    loader: () => import('./card').then(m => <m.SlipwayCard />),
  },
});

const slipwayTab = EntityContentBlueprint.make({
  params: {
    path: '/slipway',
    title: 'Slipway',
    filter: isSlipwayAvailable,
    routeRef: entityRouteRef,
    loader: () => import('./tab').then(m => <m.SlipwayTab />),
  },
});

const fleetPage = PageBlueprint.make({
  params: {
    path: '/slipway',
    routeRef: rootRouteRef,
    title: 'Slipway',
    icon: <DirectionsBoatIcon fontSize="inherit" />,
    loader: () => import('./fleet').then(m => <m.FleetContent />),
  },
});

const environmentPicker = FormFieldBlueprint.make({
  name: 'environment-picker',
  params: {
    field: async () => {
      const { EnvironmentPicker } = await import('./environments');
      return createFormField({
        name: ENVIRONMENT_FIELD,
        component: EnvironmentPicker,
        schema: environmentFieldSchema,
      });
    },
  },
});

/**
 * Slipway for apps on the new frontend system.
 *
 * @alpha
 */
export default createFrontendPlugin({
  pluginId: 'slipway',
  title: 'Slipway',
  icon: <DirectionsBoatIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, entity: entityRouteRef },
  externalRoutes: { tab: tabRouteRef, template: templateRouteRef },
  extensions: [
    slipwayApi,
    slipwayCard,
    slipwayTab,
    fleetPage,
    environmentPicker,
  ],
});
