import {
  type ScalableTarget,
  type ScalingPolicy,
  type ScheduledAction,
} from '@aws-sdk/client-application-auto-scaling';
import { type Scaling } from '@slipway/plugin-slipway-common';

/** What Application Auto Scaling answered of a service. */
export interface ScalingAnswers {
  target: ScalableTarget;
  policies: ScalingPolicy[];
  schedules: ScheduledAction[];
}

/** The scaling of a service in our words. */
export function scalingOf(answers: ScalingAnswers): Scaling {
  const { target, policies, schedules } = answers;
  const { SuspendedState: state = {} } = target;
  return {
    min: target.MinCapacity ?? 0,
    max: target.MaxCapacity ?? 0,
    suspended: [
      ...(state.DynamicScalingInSuspended ? ['scaling in'] : []),
      ...(state.DynamicScalingOutSuspended ? ['scaling out'] : []),
      ...(state.ScheduledScalingSuspended ? ['scheduled scaling'] : []),
    ],
    policies: policies.map(policy => ({
      name: policy.PolicyName ?? '',
      type: policy.PolicyType ?? 'UNKNOWN',
      metric: metricOf(policy),
      target: policy.TargetTrackingScalingPolicyConfiguration?.TargetValue,
    })),
    schedules: schedules.map(action => ({
      name: action.ScheduledActionName ?? '',
      schedule: action.Schedule ?? '',
      timezone: action.Timezone,
      min: action.ScalableTargetAction?.MinCapacity,
      max: action.ScalableTargetAction?.MaxCapacity,
    })),
  };
}

function metricOf(policy: ScalingPolicy): string | undefined {
  const tracking = policy.TargetTrackingScalingPolicyConfiguration;
  return (
    tracking?.PredefinedMetricSpecification?.PredefinedMetricType ??
    tracking?.CustomizedMetricSpecification?.MetricName ??
    policy.StepScalingPolicyConfiguration?.AdjustmentType
  );
}
