import { type ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  deploymentsReadPermission,
  type EcsDeploymentFailure,
  ecsDeploymentFailureSchema,
  type EcsDeploymentStatus,
} from '@slipway/plugin-slipway-common';
import { failureExamples } from './examples';
import { inputSchema } from './inputSchema';
import { type ActionSources, readDeployments } from './readDeployments';
import { toRegistrySchema } from './toRegistrySchema';

/** Registers `explain-ecs-deployment-failure`. */
export function registerExplainEcsDeploymentFailure(
  actionsRegistry: ActionsRegistryService,
  sources: ActionSources,
): void {
  actionsRegistry.register({
    name: 'explain-ecs-deployment-failure',
    title: 'Explain ECS deployment failure',
    description: `
Why the last rollout of a service on AWS ECS failed, was rolled back or loses tasks: stopped tasks grouped by cause with count, exit code and
examples, events that tell of failures, the count of the circuit breaker, and for known causes an explanation and a fix.

Lists without entries mean that nothing failed within what ECS remembers (about an hour for tasks), unless problem says that it is not known.
A cause without diagnosis is told in ECS's own words.
`.trim(),
    schema: {
      input: inputSchema,
      output: zod => toRegistrySchema(zod, ecsDeploymentFailureSchema),
    },
    examples: failureExamples,
    visibilityPermission: deploymentsReadPermission,
    attributes: { readOnly: true, destructive: false, idempotent: true },
    action: async ({ input, credentials }) => ({
      output: failuresOf(await readDeployments(sources, input, credentials)),
    }),
  });
}

function failuresOf(status: EcsDeploymentStatus): EcsDeploymentFailure {
  return {
    ...status,
    environments: status.environments.map(({ environment, deployments }) => ({
      environment,
      verdict: deployments.verdict,
      ...('asOf' in deployments ? { asOf: deployments.asOf } : {}),
      ...(deployments.problem ? { problem: deployments.problem } : {}),
      services: ('data' in deployments ? deployments.data.services : []).map(
        ({ name, rollout, failures }) => ({
          name,
          ...(rollout ? { rollout } : {}),
          tasks: failures?.tasks ?? [],
          events: failures?.events ?? [],
        }),
      ),
    })),
  };
}
