import { createRouter, type RouterOptions } from '../router';

/** Every route of the plugin, for example `GET /environments`: what the router says, not what a test remembers. */
export function routesOfPlugin(): string[] {
  // Routes are made before any service is used.
  const router = createRouter({} as RouterOptions);
  return router.stack.flatMap(({ route }) =>
    route
      ? route.stack.map(({ method }) => `${method.toUpperCase()} ${route.path}`)
      : [],
  );
}
