import { type HandChanges } from './HandChanges';

/** The attributes of a resource in the state, by its address. */
export type StateAttributes = (address: string) => Record<string, string>;

/** One hand change, and what a check must say of it. */
export interface DriftCase {
  name: string;
  change(hand: HandChanges, state: StateAttributes): Promise<void>;
  /** `address attribute` of each finding, `address` for a whole resource; empty for noise. */
  finds: string[];
}

/** A tag of a person beside those of the code. */
export function taggedByHand(address: string): DriftCase {
  return {
    name: `${address}: tagged`,
    change: (hand, state) =>
      hand.query('ec2', 'CreateTags', {
        'ResourceId.1': state(address).id,
        'Tag.1.Key': 'by-hand',
        'Tag.1.Value': 'yes',
      }),
    finds: [`${address} tags.by-hand`],
  };
}

/** A rule of a security group that was taken away. */
export function revokedRule(
  address: string,
  direction: 'Ingress' | 'Egress',
): DriftCase {
  return {
    name: `${address}: revoked`,
    change: (hand, state) =>
      hand.query('ec2', `RevokeSecurityGroup${direction}`, {
        GroupId: state(address).security_group_id,
        'SecurityGroupRuleId.1': state(address).security_group_rule_id,
      }),
    finds: [address],
  };
}
