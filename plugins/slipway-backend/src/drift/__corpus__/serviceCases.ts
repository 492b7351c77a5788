import { type DriftCase, revokedRule, taggedByHand } from './DriftCase';

const ECS = 'AmazonEC2ContainerServiceV20141113';
const ECR = 'AmazonEC2ContainerRegistry_V20150921';
const LOGS = 'Logs_20140328';
// Without the conditions of the code.
const OPEN_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
    },
  ],
});

/** Hand changes of every kind of resource in `terraform/service`, with a fixed number of tasks and a database. */
export const serviceCases: DriftCase[] = [
  taggedByHand('aws_security_group.service'),
  taggedByHand('aws_security_group.database[0]'),
  revokedRule('aws_vpc_security_group_ingress_rule.service', 'Ingress'),
  revokedRule('aws_vpc_security_group_egress_rule.service', 'Egress'),
  revokedRule('aws_vpc_security_group_ingress_rule.database[0]', 'Ingress'),
  {
    name: 'the number of tasks',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.UpdateService`, {
        cluster: state('aws_ecs_service.main[0]').cluster,
        service: state('aws_ecs_service.main[0]').name,
        desiredCount: 3,
      }),
    finds: ['aws_ecs_service.main[0] desired_count'],
  },
  {
    name: 'whether tags of the registry may move',
    change: (hand, state) =>
      hand.json('ecr', `${ECR}.PutImageTagMutability`, {
        repositoryName: state('aws_ecr_repository.main').name,
        imageTagMutability: 'MUTABLE',
      }),
    finds: ['aws_ecr_repository.main image_tag_mutability'],
  },
  {
    name: 'the lifecycle of images, deleted',
    change: (hand, state) =>
      hand.json('ecr', `${ECR}.DeleteLifecyclePolicy`, {
        repositoryName: state('aws_ecr_repository.main').name,
      }),
    finds: ['aws_ecr_lifecycle_policy.main'],
  },
  {
    name: 'the retention of logs',
    change: (hand, state) =>
      hand.json('logs', `${LOGS}.PutRetentionPolicy`, {
        logGroupName: state('aws_cloudwatch_log_group.main').name,
        retentionInDays: 3,
      }),
    finds: ['aws_cloudwatch_log_group.main retention_in_days'],
  },
  {
    name: 'who may assume the task role',
    change: (hand, state) =>
      hand.query('iam', 'UpdateAssumeRolePolicy', {
        RoleName: state('aws_iam_role.task').name,
        PolicyDocument: OPEN_POLICY,
      }),
    finds: ['aws_iam_role.task assume_role_policy'],
  },
  {
    name: 'a tag of the execution role',
    change: (hand, state) =>
      hand.query('iam', 'TagRole', {
        RoleName: state('aws_iam_role.execution').name,
        'Tags.member.1.Key': 'by-hand',
        'Tags.member.1.Value': 'yes',
      }),
    finds: ['aws_iam_role.execution tags.by-hand'],
  },
  {
    name: 'the policy of the execution role',
    change: (hand, state) =>
      hand.query('iam', 'PutRolePolicy', {
        RoleName: state('aws_iam_role.execution').name,
        PolicyName: 'start-tasks',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
        }),
      }),
    finds: ['aws_iam_role_policy.execution policy'],
  },
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
  {
    name: 'days that backups of the database are kept',
    change: (hand, state) =>
      hand.query('rds', 'ModifyDBInstance', {
        DBInstanceIdentifier: state('aws_db_instance.main[0]').identifier,
        BackupRetentionPeriod: '1',
        ApplyImmediately: 'true',
      }),
    finds: ['aws_db_instance.main[0] backup_retention_period'],
  },
  {
    name: 'a tag of the subnet group',
    change: (hand, state) =>
      hand.query('rds', 'AddTagsToResource', {
        ResourceName: state('aws_db_subnet_group.main[0]').arn,
        'Tags.Tag.1.Key': 'by-hand',
        'Tags.Tag.1.Value': 'yes',
      }),
    finds: ['aws_db_subnet_group.main[0] tags.by-hand'],
  },
  {
    name: 'an alarm, deleted',
    change: (hand, state) =>
      hand.query('monitoring', 'DeleteAlarms', {
        'AlarmNames.member.1': state('aws_cloudwatch_metric_alarm.main["cpu"]')
          .alarm_name,
      }),
    finds: ['aws_cloudwatch_metric_alarm.main["cpu"]'],
  },
  {
    name: 'when an alarm rings',
    change: (hand, state) => {
      const alarm = state('aws_cloudwatch_metric_alarm.main["memory"]');
      const dimensions = Object.entries(alarm.dimensions).flatMap(
        ([name, value], index) => [
          [`Dimensions.member.${index + 1}.Name`, name],
          [`Dimensions.member.${index + 1}.Value`, value],
        ],
      );
      return hand.query('monitoring', 'PutMetricAlarm', {
        ...Object.fromEntries(dimensions),
        AlarmName: alarm.alarm_name,
        AlarmDescription: alarm.alarm_description,
        ActionsEnabled: 'true',
        Namespace: alarm.namespace,
        MetricName: alarm.metric_name,
        Statistic: alarm.statistic,
        ComparisonOperator: alarm.comparison_operator,
        Period: alarm.period,
        EvaluationPeriods: alarm.evaluation_periods,
        TreatMissingData: alarm.treat_missing_data,
        Threshold: '99',
      });
    },
    finds: ['aws_cloudwatch_metric_alarm.main["memory"] threshold'],
  },
  {
    name: 'the task definition, deregistered',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.DeregisterTaskDefinition`, {
        taskDefinition: state('aws_ecs_task_definition.main').arn,
      }),
    finds: ['aws_ecs_task_definition.main'],
  },
];

/** Hand changes of what only a service has that scales itself and has a dashboard. */
export const scaledCases: DriftCase[] = [
  {
    name: 'the dashboard, emptied',
    change: (hand, state) =>
      hand.query('monitoring', 'PutDashboard', {
        DashboardName: state('aws_cloudwatch_dashboard.main[0]').dashboard_name,
        DashboardBody: JSON.stringify({ widgets: [] }),
      }),
    finds: ['aws_cloudwatch_dashboard.main[0] dashboard_body'],
  },
  {
    name: 'the highest number of tasks',
    change: (hand, state) =>
      hand.json(
        'application-autoscaling',
        'AnyScaleFrontendService.RegisterScalableTarget',
        {
          ServiceNamespace: 'ecs',
          ScalableDimension: 'ecs:service:DesiredCount',
          ResourceId: state('aws_appautoscaling_target.service[0]').resource_id,
          MinCapacity: 1,
          MaxCapacity: 9,
        },
      ),
    finds: ['aws_appautoscaling_target.service[0] max_capacity'],
  },
  {
    name: 'the scaling policy, deleted',
    change: (hand, state) =>
      hand.json(
        'application-autoscaling',
        'AnyScaleFrontendService.DeleteScalingPolicy',
        {
          PolicyName: state('aws_appautoscaling_policy.cpu[0]').name,
          ServiceNamespace: 'ecs',
          ScalableDimension: 'ecs:service:DesiredCount',
          ResourceId: state('aws_appautoscaling_target.service[0]').resource_id,
        },
      ),
    finds: ['aws_appautoscaling_policy.cpu[0]'],
  },
];

/** What a person or AWS changed there that is no drift. */
export const scaledNoise: DriftCase[] = [
  {
    name: 'a count that autoscaling moved',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.UpdateService`, {
        cluster: state('aws_ecs_service.scaled[0]').cluster,
        service: state('aws_ecs_service.scaled[0]').name,
        desiredCount: 2,
      }),
    finds: [],
  },
  {
    name: 'a revision that nothing uses',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.RegisterTaskDefinition`, {
        family: state('aws_ecs_task_definition.main').family,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '512',
        memory: '1024',
        containerDefinitions: [
          {
            name: 'scaled',
            image: 'other:1',
            portMappings: [{ containerPort: 8080 }],
          },
        ],
      }),
    finds: [],
  },
  {
    name: 'a revision that a pipeline released',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.UpdateService`, {
        cluster: state('aws_ecs_service.scaled[0]').cluster,
        service: state('aws_ecs_service.scaled[0]').name,
        taskDefinition: state('aws_ecs_task_definition.main').family,
      }),
    finds: [],
  },
  {
    name: 'a rule beside those of the code',
    change: (hand, state) =>
      hand.query('ec2', 'AuthorizeSecurityGroupIngress', {
        GroupId: state('aws_security_group.service').id,
        'IpPermissions.1.IpProtocol': 'tcp',
        'IpPermissions.1.FromPort': '9999',
        'IpPermissions.1.ToPort': '9999',
        'IpPermissions.1.IpRanges.1.CidrIp': '10.0.0.0/8',
      }),
    finds: [],
  },
  {
    name: 'a policy that says the same in another order',
    change: async (hand, state) => {
      const { role, policy } = state('aws_iam_role_policy.execution');
      const { Version, Statement } = JSON.parse(policy);
      await hand.query('iam', 'PutRolePolicy', {
        RoleName: role,
        PolicyName: 'start-tasks',
        PolicyDocument: JSON.stringify({ Statement, Version }, null, 2),
      });
    },
    finds: [],
  },
];
