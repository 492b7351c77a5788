import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { type JsonObject } from '@backstage/types';
import { type ActionRun } from '../access';
import { type ConfiguredEnvironments } from '../environments';
import { toValidStack, type StackSource, type StackTarget } from '../stacks';

/** The input that names a stack and its root module. */
export type TargetInput = {
  environment: string;
  kind: 'platform' | 'service';
  stack?: string;
  source: 'shipped' | 'workspace' | 'bundle';
  sourcePath?: string;
  variables?: Record<string, unknown>;
};

/**
 * The stack that an action's input is about, to be worked on as the stack user.
 *
 * @throws NotFoundError for an environment that is not configured, InputError for a stack that AWS would refuse,
 * NotAllowedError for a path that leaves the workspace.
 */
export function toTarget(options: {
  environments: ConfiguredEnvironments;
  input: TargetInput;
  run: ActionRun & { workspacePath: string };
}): StackTarget {
  const { environments, input, run } = options;
  const access = environments.find(input.environment);
  return {
    access,
    stack: toValidStack(access.environment, input),
    source: toSource(input, run.workspacePath),
    // The scaffolder's inputs are JSON.
    variables: input.variables as JsonObject | undefined,
    identity: 'stackUser',
    run,
  };
}

function toSource(input: TargetInput, workspacePath: string): StackSource {
  switch (input.source) {
    case 'workspace':
      return {
        from: 'folder',
        path: resolveSafeChildPath(
          workspacePath,
          input.sourcePath ?? './terraform',
        ),
      };
    case 'bundle':
      return { from: 'bundle' };
    case 'shipped':
    default:
      return { from: 'shipped' };
  }
}
