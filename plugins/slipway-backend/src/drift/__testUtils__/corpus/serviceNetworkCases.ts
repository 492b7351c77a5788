import { revokedRule, taggedBalancer, taggedByHand } from './commonCases';
import { type DriftCase } from './DriftCase';

/** Hand changes of how a service is reached. */
export const serviceNetworkCases: DriftCase[] = [
  taggedByHand('aws_security_group.service'),
  revokedRule('aws_vpc_security_group_ingress_rule.service', 'Ingress'),
  revokedRule('aws_vpc_security_group_egress_rule.service', 'Egress'),
  {
    name: 'how long a task that leaves may finish',
    change: (hand, state) =>
      hand.query('elasticloadbalancing', 'ModifyTargetGroupAttributes', {
        TargetGroupArn: state('aws_lb_target_group.main').arn,
        'Attributes.member.1.Key': 'deregistration_delay.timeout_seconds',
        'Attributes.member.1.Value': '5',
      }),
    finds: ['aws_lb_target_group.main deregistration_delay'],
  },
  {
    name: 'the paths of the listener rule',
    change: (hand, state) =>
      hand.query('elasticloadbalancing', 'ModifyRule', {
        RuleArn: state('aws_lb_listener_rule.main').arn,
        'Conditions.member.1.Field': 'path-pattern',
        'Conditions.member.1.PathPatternConfig.Values.member.1': '/elsewhere',
      }),
    finds: ['aws_lb_listener_rule.main condition[0].path_pattern[0].values'],
  },
  taggedByHand('aws_vpc_security_group_egress_rule.service'),
  taggedBalancer('aws_lb_target_group.main'),
  taggedBalancer('aws_lb_listener_rule.main'),
  {
    name: 'the path of the health check',
    change: (hand, state) =>
      hand.query('elasticloadbalancing', 'ModifyTargetGroup', {
        TargetGroupArn: state('aws_lb_target_group.main').arn,
        HealthCheckPath: '/elsewhere',
      }),
    finds: ['aws_lb_target_group.main health_check[0].path'],
  },
  {
    name: 'the listener rule, deleted',
    change: (hand, state) =>
      hand.query('elasticloadbalancing', 'DeleteRule', {
        RuleArn: state('aws_lb_listener_rule.main').arn,
      }),
    finds: ['aws_lb_listener_rule.main'],
  },
];
