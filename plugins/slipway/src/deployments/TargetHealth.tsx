import { type TargetGroup } from '@slipway/plugin-slipway-common';
import { DataTable } from '../tables';
import { PartHeading } from './PartHeading';

/** `2 healthy, 1 unhealthy`, the healthy ones first. */
export function countStates({ targets }: TargetGroup): string {
  const counts = new Map<string, number>();
  for (const { state } of targets) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const states = [...counts].sort(
    ([a], [b]) => Number(b === 'healthy') - Number(a === 'healthy'),
  );
  return states.length > 0
    ? states.map(([state, count]) => `${count} ${state}`).join(', ')
    : 'no targets';
}

/** The targets that are not healthy, each with what the load balancer says of it. */
function describeTroubles({ targets }: TargetGroup): string {
  const troubles = targets
    .filter(({ state }) => state !== 'healthy')
    .map(({ id, port, state, reason, description }) => {
      const why = [reason, description].filter(Boolean).join(': ');
      const target = port === undefined ? id : `${id}:${port}`;
      return `${target} ${state}${why ? ` (${why})` : ''}`;
    });
  return troubles.join('; ') || '–';
}

export type TargetHealthProps = {
  /** Name of the ECS service. */
  service: string;
  targetGroups: TargetGroup[];
};

/** What the load balancers think of the tasks. */
export const TargetHealth = ({ service, targetGroups }: TargetHealthProps) => (
  <>
    <PartHeading>Target health</PartHeading>
    <DataTable
      label={`Target groups of ${service}`}
      columns={['Target group', 'Container', 'Targets', 'Not healthy']}
      rows={targetGroups.map(group => [
        group.name,
        group.port === undefined
          ? group.container ?? '–'
          : `${group.container ?? ''}:${group.port}`,
        countStates(group),
        describeTroubles(group),
      ])}
    />
  </>
);
