import {
  environmentBootstrapPermission,
  type StackKind,
} from '@slipway/plugin-slipway-common';
import { stackId } from '@slipway/plugin-slipway-node';
import { type BasicPermission } from '@backstage/plugin-permission-common';
import { type z } from 'zod/v3';
import { type ActionRun } from '../access';
import { type ConfiguredEnvironments } from '../environments';
import { toValidStack, type StackTarget } from '../stacks';

/** The kinds of stack whose state can be mended: all. */
export const anyKindField = (zod: typeof z) =>
  zod.enum(['bootstrap', 'platform', 'service']).describe('Kind of the stack');

/** A stack whose state is mended, with who may and what the audit event says of it. */
export type StateTarget = {
  target: StackTarget;
  permission: BasicPermission;
  meta: { environment: string; stack: string };
};

/**
 * The stack whose state an action's input is about. The state of `bootstrap` belongs to the operator: the stack user cannot
 * touch it, and only who may bootstrap may.
 */
export function toStateTarget(options: {
  environments: ConfiguredEnvironments;
  input: { environment: string; kind: StackKind; stack?: string };
  permission: BasicPermission;
  run: ActionRun;
}): StateTarget {
  const { environments, input, permission, run } = options;
  const access = environments.find(input.environment);
  const stack = toValidStack(access.environment, input);
  const isBootstrap = stack.kind === 'bootstrap';
  return {
    target: {
      access,
      stack,
      source: { from: 'bundle' },
      identity: isBootstrap ? 'operator' : 'stackUser',
      run,
    },
    permission: isBootstrap ? environmentBootstrapPermission : permission,
    meta: { environment: access.environment.name, stack: stackId(stack) },
  };
}
