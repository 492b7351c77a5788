import { type DriftCase } from './DriftCase';

/** The tag of a person beside those of the code. */
const TAG = { key: 'by-hand', value: 'yes' };

function tagged(address: string, change: DriftCase['change']): DriftCase {
  return {
    name: `${address}: tagged`,
    change,
    finds: [`${address} tags.${TAG.key}`],
  };
}

/** A tag on a resource of EC2. */
export function taggedByHand(address: string): DriftCase {
  return tagged(address, (hand, state) =>
    hand.query('ec2', 'CreateTags', {
      'ResourceId.1': state(address).id,
      'Tag.1.Key': TAG.key,
      'Tag.1.Value': TAG.value,
    }),
  );
}

/** A tag on a resource of load balancing. */
export function taggedBalancer(address: string): DriftCase {
  return tagged(address, (hand, state) =>
    hand.query('elasticloadbalancing', 'AddTags', {
      'ResourceArns.member.1': state(address).arn,
      'Tags.member.1.Key': TAG.key,
      'Tags.member.1.Value': TAG.value,
    }),
  );
}

/** A tag on a resource of ECS. */
export function taggedEcs(address: string): DriftCase {
  return tagged(address, (hand, state) =>
    hand.json('ecs', 'AmazonEC2ContainerServiceV20141113.TagResource', {
      resourceArn: state(address).arn ?? state(address).id,
      tags: [TAG],
    }),
  );
}

/** A tag on a role. */
export function taggedRole(address: string): DriftCase {
  return tagged(address, (hand, state) =>
    hand.query('iam', 'TagRole', {
      RoleName: state(address).name,
      'Tags.member.1.Key': TAG.key,
      'Tags.member.1.Value': TAG.value,
    }),
  );
}

/** A tag on a resource of RDS. */
export function taggedDatabase(address: string): DriftCase {
  return tagged(address, (hand, state) =>
    hand.query('rds', 'AddTagsToResource', {
      ResourceName: state(address).arn,
      'Tags.Tag.1.Key': TAG.key,
      'Tags.Tag.1.Value': TAG.value,
    }),
  );
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

/** Noise: a rule beside those of the code, which has each as a resource of its own. */
export function ruleBeside(address: string): DriftCase {
  return {
    name: `${address}: a rule beside those of the code`,
    change: (hand, state) =>
      hand.query('ec2', 'AuthorizeSecurityGroupIngress', {
        GroupId: state(address).id,
        'IpPermissions.1.IpProtocol': 'tcp',
        'IpPermissions.1.FromPort': '9999',
        'IpPermissions.1.ToPort': '9999',
        'IpPermissions.1.IpRanges.1.CidrIp': '10.0.0.0/8',
      }),
    finds: [],
  };
}
