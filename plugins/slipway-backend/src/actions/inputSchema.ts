import { type z } from 'zod/v3';

/** What both actions are asked with. The registry hands over its own zod. */
export const inputSchema = (zod: typeof z) =>
  zod.object({
    entityRef: zod
      .string()
      .describe(
        'Reference of the catalog entity that is the service, for example component:default/orders',
      ),
    environment: zod
      .string()
      .optional()
      .describe(
        'Name of one environment, for example prod. All environments of the service without it',
      ),
  });
