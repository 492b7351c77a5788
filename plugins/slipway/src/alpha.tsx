import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import DirectionsBoatIcon from '@material-ui/icons/DirectionsBoat';
import { STACK_ANNOTATION } from '@slipway/plugin-slipway-common';
import { SlipwayClient, slipwayApiRef } from './api';
import {
  entityRouteRef,
  rootRouteRef,
  tabRouteRef,
  templateRouteRef,
} from './routes';

const deployedBySlipway = {
  [`metadata.annotations.${STACK_ANNOTATION}`]: { $exists: true },
};

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
    filter: deployedBySlipway,
    loader: () => import('./card').then(m => <m.SlipwayCard />),
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
  extensions: [slipwayApi, slipwayCard],
});
