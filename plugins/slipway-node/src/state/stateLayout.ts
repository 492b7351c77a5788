import {
  stackSchema,
  type Stack,
  type StackKind,
} from '@slipway/plugin-slipway-common';
import { type Environment } from '../environments';

/**
 * Where a stack's objects lie.
 *
 * @public
 */
export type StateLayout = {
  bucket: string;
  /** The state object. */
  key: string;
  /** Terraform's lock object, there while someone holds the lock. */
  lockKey: string;
  /** What the last apply declared: root module, variables, provider lock file. */
  bundleKey: string;
  /** Who let a rollout continue against the policy of images. */
  overrideKey: string;
};

/**
 * Where the state, lock and bundle of a stack lie. The stack is validated here once more: its name becomes an object key.
 *
 * @public
 */
export function stateLayout(
  environment: Pick<Environment, 'prefix' | 'accountId' | 'region'>,
  stack: Stack,
): StateLayout {
  const folder = stackFolder(stackSchema.parse(stack));
  const key = `${folder}/terraform.tfstate`;
  return {
    bucket: stateBucketName(environment),
    key,
    lockKey: `${key}.tflock`,
    bundleKey: `${folder}/stack.tar.gz`,
    overrideKey: `${folder}/override.json`,
  };
}

/**
 * The bucket of all states of an environment. Bucket names are unique in the world, so it carries account and region.
 *
 * @public
 */
export function stateBucketName(
  environment: Pick<Environment, 'prefix' | 'accountId' | 'region'>,
): string {
  const { prefix, accountId, region } = environment;
  return `${prefix}-state-${accountId}-${region}`;
}

/**
 * The one word for a stack in names, tags and messages: its kind, or the service's own name.
 *
 * @public
 */
export function stackId(stack: Stack): string {
  return stack.kind === 'service' ? stack.name : stack.kind;
}

/**
 * A stack from its kind and, for a service, its name.
 *
 * @throws ZodError when the name is missing or AWS would refuse it.
 * @public
 */
export function toStack(kind: StackKind, name: string | undefined): Stack {
  return stackSchema.parse({ kind, name });
}

function stackFolder(stack: Stack): string {
  return stack.kind === 'service' ? `services/${stack.name}` : stack.kind;
}
