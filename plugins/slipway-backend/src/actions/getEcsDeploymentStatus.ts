import { type ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  deploymentsReadPermission,
  ecsDeploymentStatusSchema,
} from '@slipway/plugin-slipway-common';
import { statusExamples } from './examples';
import { inputSchema } from './inputSchema';
import { type ActionSources, readDeployments } from './readDeployments';
import { toRegistrySchema } from './toRegistrySchema';

/** Registers `get-ecs-deployment-status`. */
export function registerGetEcsDeploymentStatus(
  actionsRegistry: ActionsRegistryService,
  sources: ActionSources,
): void {
  actionsRegistry.register({
    name: 'get-ecs-deployment-status',
    title: 'Get ECS deployment status',
    description: `
What a service of the catalog runs on AWS ECS in each of its environments, and how its last rollout ended: running, pending and desired
tasks, images with the digest that runs, events, and why tasks failed.

The verdict is healthy, progressing, attention, failing or unknown. A rollout that failed and was rolled back is failing, however healthy the
earlier revision is. A rollout that waits for a person and rolls back unless one decides in time is attention: its waitsAt says until when.
unknown is not healthy: problem says what is not known and what to do about it. Data beside a problem is from asOf and could not be renewed.
`.trim(),
    schema: {
      input: inputSchema,
      output: zod => toRegistrySchema(zod, ecsDeploymentStatusSchema),
    },
    examples: statusExamples,
    visibilityPermission: deploymentsReadPermission,
    attributes: { readOnly: true, destructive: false, idempotent: true },
    action: async ({ input, credentials }) => ({
      output: await readDeployments(sources, input, credentials),
    }),
  });
}
