import { z } from 'zod';

/**
 * The name of an environment, a key of `slipway.environments` in app-config.
 *
 * @public
 */
export const environmentNameSchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,30}$/,
    'an environment name has lower-case letters, digits and hyphens, starts with a letter and has at most 31 characters',
  );

/**
 * The name of a service's stack. A target group is named `<prefix>-<stack>` and AWS allows it 32 characters.
 *
 * @public
 */
export const stackNameSchema = z
  .string()
  .regex(
    // ECR refuses two hyphens in a row.
    /^(?=.{3,22}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'a stack name has 3 to 22 lower-case letters, digits and single hyphens, starts with a letter and does not end with a hyphen',
  )
  .refine(name => !['bootstrap', 'platform'].includes(name), {
    message:
      'bootstrap and platform are names of stacks that Slipway itself has',
  });

/**
 * The kinds of stack: one Terraform root module with one state object each.
 *
 * @public
 */
export const stackKindSchema = z.enum(['bootstrap', 'platform', 'service']);

/** @public */
export type StackKind = z.infer<typeof stackKindSchema>;

/**
 * One Terraform root module with one state object. Only a service's stack has a name.
 *
 * @public
 */
export const stackSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bootstrap') }),
  z.object({ kind: z.literal('platform') }),
  z.object({ kind: z.literal('service'), name: stackNameSchema }),
]);

/** @public */
export type Stack = z.infer<typeof stackSchema>;
