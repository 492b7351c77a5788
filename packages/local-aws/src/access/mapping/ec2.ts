import type { Authorization } from '../Authorization';
import {
  formList,
  formTags,
  regionalArn,
  removedTags,
  requestTags,
  type Mapping,
  type MappingInput,
} from './MappingInput';

/** Resource type in ARNs by the prefix of an id. */
const TYPES: Record<string, string> = {
  acl: 'network-acl',
  // Not a resource of IAM: replaced by what it associates before the policies are asked.
  eipassoc: 'association',
  eipalloc: 'elastic-ip',
  eni: 'network-interface',
  i: 'instance',
  igw: 'internet-gateway',
  nat: 'natgateway',
  rtb: 'route-table',
  rtbassoc: 'association',
  sg: 'security-group',
  sgr: 'security-group-rule',
  subnet: 'subnet',
  vpc: 'vpc',
  vpce: 'vpc-endpoint',
};

/** What an action creates. Its ARN has an id only afterwards; IAM sees a placeholder. */
const CREATED: Record<string, string> = {
  AllocateAddress: 'eipalloc',
  AuthorizeSecurityGroupEgress: 'sgr',
  AuthorizeSecurityGroupIngress: 'sgr',
  CreateInternetGateway: 'igw',
  CreateNatGateway: 'nat',
  CreateRouteTable: 'rtb',
  CreateSecurityGroup: 'sg',
  CreateSubnet: 'subnet',
  CreateVpc: 'vpc',
  CreateVpcEndpoint: 'vpce',
};

/** Members that name a resource which the action is about; what a rule or route points at is no resource of the action. */
const ID_MEMBERS = [
  'AllocationId',
  'AssociationId',
  'GroupId',
  'InternetGatewayId',
  'NatGatewayId',
  'NetworkInterfaceId',
  'ResourceId',
  'RouteTableId',
  'SecurityGroupId',
  'SecurityGroupRuleId',
  'SubnetId',
  'VpcEndpointId',
  'VpcId',
];

const PLACEHOLDER = '00000000000000000';

/**
 * EC2 asks once for every resource that a call touches: for what it creates with the tags of the request, for its
 * parents with the tags that they have. Tags at creation need `ec2:CreateTags` on what is created.
 */
export const ec2: Mapping = input => {
  const { action } = input.request;
  const form = input.request.form ?? new URLSearchParams();
  if (action.startsWith('Describe') || action.startsWith('Get')) {
    return [{ action: `ec2:${action}` }];
  }
  const tags = requestTags(formTags(form));
  const isTagCall = action === 'CreateTags';
  const touched = idsOf(form).map(
    (id): Authorization => ({
      action: `ec2:${action}`,
      resource: arnOf(input, id),
      context: {
        ...(isTagCall ? tags : {}),
        ...(action === 'DeleteTags' ? removedTags(tagKeysOf(form)) : {}),
      },
    }),
  );
  const created = createdOf(input, tags);
  const all = [...touched, ...created];
  return all.length > 0 ? all : [{ action: `ec2:${action}` }];
};

function createdOf(
  input: MappingInput,
  tags: ReturnType<typeof requestTags>,
): Authorization[] {
  const { action } = input.request;
  const prefix = CREATED[action];
  if (!prefix) {
    return [];
  }
  const resource = arnOf(input, `${prefix}-${PLACEHOLDER}`);
  const isTagged = Object.keys(tags).length > 0;
  const isRule = prefix === 'sgr';
  return [
    // A rule is only asked for where it is tagged: the group is the resource that the call needs.
    ...(isRule && !isTagged
      ? []
      : [
          {
            action: `ec2:${action}`,
            resource,
            context: tags,
            isCreated: true,
          },
        ]),
    ...(isTagged
      ? [
          {
            action: 'ec2:CreateTags',
            resource,
            context: { ...tags, 'ec2:CreateAction': action },
            isCreated: true,
          },
        ]
      : []),
  ];
}

function idsOf(form: URLSearchParams): string[] {
  const ids = ID_MEMBERS.flatMap(name => [
    ...form.getAll(name),
    ...formList(form, name),
  ]);
  return [...new Set(ids)];
}

function arnOf(input: MappingInput, id: string): string | undefined {
  const type = TYPES[id.slice(0, id.lastIndexOf('-'))];
  return type && regionalArn(input, 'ec2', `${type}/${id}`);
}

function tagKeysOf(form: URLSearchParams): string[] {
  return [...form.entries()]
    .filter(([name]) => /^Tag\.\d+\.Key$/.test(name))
    .map(([, key]) => key);
}
