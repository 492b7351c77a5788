import type { NamedPolicy, Principal } from './IamSnapshot';

/** Who makes a call. */
export type Caller =
  /** The emulator's account root: everything is allowed. */
  | { kind: 'operator'; arn: string }
  | { kind: 'user'; arn: string; principal: Principal }
  /** An assumed role. */
  | { kind: 'session'; arn: string; principal: Principal };

const ALLOW_ALL: NamedPolicy = {
  name: 'operator',
  policy: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  },
};

/** The policies that grant a caller something. */
export function policiesOf(caller: Caller): NamedPolicy[] {
  return caller.kind === 'operator' ? [ALLOW_ALL] : caller.principal.policies;
}
