import { type DriftCase } from './DriftCase';

/** Hand changes of the alarms of a service. */
export const serviceAlarmCases: DriftCase[] = [
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
    name: 'a tag of an alarm',
    change: (hand, state) =>
      hand.query('monitoring', 'TagResource', {
        ResourceARN: state('aws_cloudwatch_metric_alarm.main["errors"]').arn,
        'Tags.member.1.Key': 'by-hand',
        'Tags.member.1.Value': 'yes',
      }),
    finds: ['aws_cloudwatch_metric_alarm.main["errors"] tags.by-hand'],
  },
];
