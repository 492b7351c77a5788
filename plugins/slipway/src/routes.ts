import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/core-plugin-api';

/** The fleet page. */
export const rootRouteRef = createRouteRef({ id: 'slipway' });

/** The tab of a service. */
export const entityRouteRef = createRouteRef({ id: 'slipway:entity' });

/** The same tab, for a link that is left out where no tab is installed. */
export const tabRouteRef = createExternalRouteRef({
  id: 'tab',
  optional: true,
  defaultTarget: 'slipway.entity',
});

/** The form of a software template; links are left out where there is no scaffolder. */
export const templateRouteRef = createExternalRouteRef({
  id: 'template',
  params: ['namespace', 'templateName'],
  optional: true,
  defaultTarget: 'scaffolder.selectedTemplate',
});
