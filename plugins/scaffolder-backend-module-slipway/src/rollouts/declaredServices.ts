import { ConflictError, NotFoundError } from '@backstage/errors';
import { type Stack } from '@slipway/plugin-slipway-common';
import {
  assessState,
  instancesOf,
  stackId,
  type StateStore,
} from '@slipway/plugin-slipway-node';
import { z } from 'zod';

const serviceSchema = z.object({ name: z.string(), cluster: z.string() });

/** An ECS service of a stack; the cluster is its ARN. */
export type DeclaredService = z.infer<typeof serviceSchema>;

/**
 * The ECS services that a stack's state names.
 *
 * @throws NotFoundError when there is no state or no service in it, ConflictError when the state is damaged.
 */
export async function declaredServices(
  store: StateStore,
  stack: Stack,
): Promise<DeclaredService[]> {
  const state = await store.readState(stack);
  if (!state || state === 'not-modified') {
    throw new NotFoundError(
      `There is no stack ${stackId(
        stack,
      )}: nothing was ever applied under that name`,
    );
  }
  const { file, finding } = assessState(state.body);
  if (!file) {
    throw new ConflictError(
      `The state of the stack ${stackId(
        stack,
      )} does not tell which ECS service is its own. ${
        finding ? `${finding.message}. ${finding.remedy}` : ''
      }`,
    );
  }
  const services = instancesOf(file, 'aws_ecs_service', serviceSchema);
  if (services.length === 0) {
    throw new NotFoundError(`The stack ${stackId(stack)} has no ECS service`);
  }
  return services.map(({ attributes }) => attributes);
}
