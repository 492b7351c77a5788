import { InputError } from '@backstage/errors';
import { stackSchema, type Stack } from '@slipway/plugin-slipway-common';
import { type Environment } from '@slipway/plugin-slipway-node';

// A target group is named <prefix>-<stack>.
const MAX_TARGET_GROUP_NAME = 32;

/**
 * A stack from an action's input, with a name that AWS accepts.
 *
 * @throws InputError that says what is allowed.
 */
export function toValidStack(
  environment: Environment,
  input: { kind: Stack['kind']; stack?: string },
): Stack {
  const { kind, stack: name } = input;
  if (kind === 'service' && !name) {
    throw new InputError('The name of the stack is missing');
  }
  const parsed = stackSchema.safeParse({ kind, name });
  if (!parsed.success) {
    throw new InputError(
      `${JSON.stringify(name)} is no name for a stack: ${
        parsed.error.issues[0].message
      }`,
    );
  }
  const length = `${environment.prefix}-${name}`.length;
  if (kind === 'service' && length > MAX_TARGET_GROUP_NAME) {
    throw new InputError(
      `${name} is too long for the environment ${environment.name}: with its prefix ${environment.prefix} the name would have ${length} characters, and AWS allows ${MAX_TARGET_GROUP_NAME}`,
    );
  }
  return parsed.data;
}
