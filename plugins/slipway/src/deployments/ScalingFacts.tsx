import { type Scaling } from '@slipway/plugin-slipway-common';
import { Facts } from '../tables';
import { PartHeading } from './PartHeading';

function describePolicy(policy: Scaling['policies'][number]): string {
  const { name, type, metric, target } = policy;
  const rule = [metric, target === undefined ? undefined : `at ${target}`]
    .filter(Boolean)
    .join(' ');
  return `${name}: ${type}${rule ? `, ${rule}` : ''}`;
}

function describeSchedule(schedule: Scaling['schedules'][number]): string {
  const { name, min, max, timezone } = schedule;
  const bounds = [
    ...(min === undefined ? [] : [`min ${min}`]),
    ...(max === undefined ? [] : [`max ${max}`]),
  ].join(', ');
  const when = [schedule.schedule, timezone].filter(Boolean).join(' ');
  return `${name}: ${when}${bounds ? ` (${bounds})` : ''}`;
}

/** Between how many tasks the service scales by itself, by which policies and schedules. */
export const ScalingFacts = ({ scaling }: { scaling: Scaling }) => {
  const { min, max, suspended, policies, schedules } = scaling;
  return (
    <>
      <PartHeading>Scaling</PartHeading>
      <Facts
        facts={{
          Tasks: `${min} to ${max}`,
          Suspended: suspended.length > 0 ? suspended.join(', ') : undefined,
          Policies:
            policies.length > 0
              ? policies.map(describePolicy).join('; ')
              : 'none',
          Schedules:
            schedules.length > 0
              ? schedules.map(describeSchedule).join('; ')
              : undefined,
        }}
      />
    </>
  );
};
