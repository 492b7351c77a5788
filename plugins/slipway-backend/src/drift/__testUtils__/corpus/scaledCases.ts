import { type DriftCase } from './DriftCase';

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
  {
    name: 'the dashboard, deleted',
    change: (hand, state) =>
      hand.query('monitoring', 'DeleteDashboards', {
        'DashboardNames.member.1': state('aws_cloudwatch_dashboard.main[0]')
          .dashboard_name,
      }),
    finds: ['aws_cloudwatch_dashboard.main[0]'],
  },
  {
    name: 'what the scaling policy aims at',
    change: (hand, state) =>
      hand.json(
        'application-autoscaling',
        'AnyScaleFrontendService.PutScalingPolicy',
        {
          PolicyName: state('aws_appautoscaling_policy.cpu[0]').name,
          PolicyType: 'TargetTrackingScaling',
          ServiceNamespace: 'ecs',
          ScalableDimension: 'ecs:service:DesiredCount',
          ResourceId: state('aws_appautoscaling_target.service[0]').resource_id,
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: 10,
            PredefinedMetricSpecification: {
              PredefinedMetricType: 'ECSServiceAverageCPUUtilization',
            },
          },
        },
      ),
    finds: [
      'aws_appautoscaling_policy.cpu[0] target_tracking_scaling_policy_configuration[0].target_value',
    ],
  },
  {
    name: 'the scalable target, deregistered',
    change: (hand, state) =>
      hand.json(
        'application-autoscaling',
        'AnyScaleFrontendService.DeregisterScalableTarget',
        {
          ServiceNamespace: 'ecs',
          ScalableDimension: 'ecs:service:DesiredCount',
          ResourceId: state('aws_appautoscaling_target.service[0]').resource_id,
        },
      ),
    finds: ['aws_appautoscaling_target.service[0]'],
  },
];
