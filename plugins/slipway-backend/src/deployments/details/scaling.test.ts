import { scalingOf } from './scaling';

describe('scalingOf', () => {
  it('tells bounds, policies, schedules and what is suspended', () => {
    expect(
      scalingOf({
        target: {
          MinCapacity: 2,
          MaxCapacity: 10,
          SuspendedState: { DynamicScalingInSuspended: true },
          ServiceNamespace: 'ecs',
          ResourceId: 'service/slipway/slipway-orders',
          ScalableDimension: 'ecs:service:DesiredCount',
          RoleARN: 'arn',
          CreationTime: new Date(0),
        },
        policies: [
          {
            PolicyName: 'cpu',
            PolicyType: 'TargetTrackingScaling',
            TargetTrackingScalingPolicyConfiguration: {
              TargetValue: 60,
              PredefinedMetricSpecification: {
                PredefinedMetricType: 'ECSServiceAverageCPUUtilization',
              },
            },
            PolicyARN: 'arn',
            ServiceNamespace: 'ecs',
            ResourceId: 'service/slipway/slipway-orders',
            ScalableDimension: 'ecs:service:DesiredCount',
            CreationTime: new Date(0),
          },
        ],
        schedules: [
          {
            ScheduledActionName: 'night',
            Schedule: 'cron(0 20 * * ? *)',
            Timezone: 'Europe/Berlin',
            ScalableTargetAction: { MinCapacity: 0, MaxCapacity: 2 },
            ScheduledActionARN: 'arn',
            ServiceNamespace: 'ecs',
            ResourceId: 'service/slipway/slipway-orders',
            CreationTime: new Date(0),
          },
        ],
      }),
    ).toEqual({
      min: 2,
      max: 10,
      suspended: ['scaling in'],
      policies: [
        {
          name: 'cpu',
          type: 'TargetTrackingScaling',
          metric: 'ECSServiceAverageCPUUtilization',
          target: 60,
        },
      ],
      schedules: [
        {
          name: 'night',
          schedule: 'cron(0 20 * * ? *)',
          timezone: 'Europe/Berlin',
          min: 0,
          max: 2,
        },
      ],
    });
  });
});
