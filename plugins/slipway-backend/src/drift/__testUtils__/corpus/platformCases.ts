import {
  revokedRule,
  ruleBeside,
  taggedBalancer,
  taggedByHand,
  taggedEcs,
} from './commonCases';
import { type DriftCase } from './DriftCase';

const ECS = 'AmazonEC2ContainerServiceV20141113';

/** Hand changes of every kind of resource in `terraform/platform`. */
export const platformCases: DriftCase[] = [
  taggedByHand('aws_subnet.public[0]'),
  taggedByHand('aws_internet_gateway.main'),
  taggedByHand('aws_route_table.public'),
  taggedByHand('aws_eip.nat[0]'),
  taggedByHand('aws_nat_gateway.main[0]'),
  taggedByHand('aws_security_group.alb'),
  taggedByHand('aws_vpc_endpoint.s3'),
  taggedByHand('aws_vpc.main'),
  taggedByHand('aws_vpc_security_group_ingress_rule.alb["10.0.0.0/16:80"]'),
  taggedBalancer('aws_lb.main'),
  taggedBalancer('aws_lb_listener.http'),
  taggedEcs('aws_ecs_cluster.main'),
  {
    name: 'public addresses in a private subnet',
    change: (hand, state) =>
      hand.query('ec2', 'ModifySubnetAttribute', {
        SubnetId: state('aws_subnet.private[0]').id,
        'MapPublicIpOnLaunch.Value': 'true',
      }),
    finds: ['aws_subnet.private[0] map_public_ip_on_launch'],
  },
  {
    name: 'an endpoint that was deleted',
    change: (hand, state) =>
      hand.query('ec2', 'DeleteVpcEndpoints', {
        'VpcEndpointId.1': state('aws_vpc_endpoint.s3').id,
      }),
    finds: ['aws_vpc_endpoint.s3'],
  },
  {
    name: 'a listener that was deleted',
    change: (hand, state) =>
      hand.query('elasticloadbalancing', 'DeleteListener', {
        ListenerArn: state('aws_lb_listener.http').arn,
      }),
    finds: ['aws_lb_listener.http'],
  },
  {
    name: 'invalid header fields that pass',
    change: (hand, state) =>
      hand.query('elasticloadbalancing', 'ModifyLoadBalancerAttributes', {
        LoadBalancerArn: state('aws_lb.main').arn,
        'Attributes.member.1.Key':
          'routing.http.drop_invalid_header_fields.enabled',
        'Attributes.member.1.Value': 'false',
      }),
    finds: ['aws_lb.main drop_invalid_header_fields'],
  },
  {
    name: 'a host name setting of the VPC',
    change: (hand, state) =>
      hand.query('ec2', 'ModifyVpcAttribute', {
        VpcId: state('aws_vpc.main').id,
        'EnableDnsHostnames.Value': 'false',
      }),
    finds: ['aws_vpc.main enable_dns_hostnames'],
  },
  {
    name: 'a route that was deleted',
    change: (hand, state) =>
      hand.query('ec2', 'DeleteRoute', {
        RouteTableId: state('aws_route_table.public').id,
        DestinationCidrBlock: '0.0.0.0/0',
      }),
    finds: ['aws_route.public_internet'],
  },
  {
    name: 'a subnet taken out of its route table',
    change: (hand, state) =>
      hand.query('ec2', 'DisassociateRouteTable', {
        AssociationId: state('aws_route_table_association.private[1]').id,
      }),
    finds: ['aws_route_table_association.private[1]'],
  },
  revokedRule('aws_vpc_security_group_egress_rule.alb', 'Egress'),
  revokedRule(
    'aws_vpc_security_group_ingress_rule.alb["10.0.0.0/16:80"]',
    'Ingress',
  ),
  {
    name: 'the idle timeout of the load balancer',
    change: (hand, state) =>
      hand.query('elasticloadbalancing', 'ModifyLoadBalancerAttributes', {
        LoadBalancerArn: state('aws_lb.main').arn,
        'Attributes.member.1.Key': 'idle_timeout.timeout_seconds',
        'Attributes.member.1.Value': '120',
      }),
    finds: ['aws_lb.main idle_timeout'],
  },
  {
    name: 'the answer of the listener',
    change: (hand, state) =>
      hand.query('elasticloadbalancing', 'ModifyListener', {
        ListenerArn: state('aws_lb_listener.http').arn,
        'DefaultActions.member.1.Type': 'fixed-response',
        'DefaultActions.member.1.FixedResponseConfig.StatusCode': '503',
        'DefaultActions.member.1.FixedResponseConfig.ContentType': 'text/plain',
        'DefaultActions.member.1.FixedResponseConfig.MessageBody':
          'No service answers at this address.',
      }),
    finds: [
      'aws_lb_listener.http default_action[0].fixed_response[0].status_code',
    ],
  },
  {
    name: 'container insights of the cluster',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.UpdateClusterSettings`, {
        cluster: state('aws_ecs_cluster.main').name,
        settings: [{ name: 'containerInsights', value: 'enhanced' }],
      }),
    finds: ['aws_ecs_cluster.main setting[0].value'],
  },
  {
    name: 'a capacity provider of the cluster',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.PutClusterCapacityProviders`, {
        cluster: state('aws_ecs_cluster.main').name,
        capacityProviders: ['FARGATE'],
        defaultCapacityProviderStrategy: [
          { capacityProvider: 'FARGATE', weight: 1 },
        ],
      }),
    finds: ['aws_ecs_cluster_capacity_providers.main capacity_providers'],
  },
];

/** What a person or AWS changes in a platform that is no drift. */
export const platformNoise: DriftCase[] = [
  ruleBeside('aws_security_group.alb'),
  {
    name: 'a route beside those of the code',
    change: (hand, state) =>
      hand.query('ec2', 'CreateRoute', {
        RouteTableId: state('aws_route_table.private').id,
        DestinationCidrBlock: '192.168.0.0/16',
        NatGatewayId: state('aws_nat_gateway.main[0]').id,
      }),
    finds: [],
  },
  {
    name: 'the tags of the code once more, in another order',
    change: (hand, state) =>
      hand.query('ec2', 'CreateTags', {
        'ResourceId.1': state('aws_vpc.main').id,
        'Tag.1.Key': 'slipway:stack',
        'Tag.1.Value': 'platform',
        'Tag.2.Key': 'slipway:environment',
        'Tag.2.Value': 'local',
        'Tag.3.Key': 'Name',
        'Tag.3.Value': 'slipway',
      }),
    finds: [],
  },
];
