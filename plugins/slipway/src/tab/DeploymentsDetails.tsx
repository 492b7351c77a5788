import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import {
  type DeployedService,
  type Deployments,
  type Rollout,
} from '@slipway/plugin-slipway-common';
import { DataTable, Facts } from '../tables';
import { Age } from '../verdict';
import { FailuresDetails } from './FailuresDetails';

function describeRollout({ state, reason, failedTasks }: Rollout): string {
  const parts = [state.replaceAll('-', ' ')];
  if (failedTasks > 0) {
    parts.push(`${failedTasks} failed tasks`);
  }
  if (reason) {
    parts.push(reason);
  }
  return parts.join(': ');
}

const ServiceDetails = ({ service }: { service: DeployedService }) => {
  const { name, counts, rollout, failures, containers, events } = service;
  return (
    <>
      <Typography variant="subtitle1" component="h4">
        {name}
      </Typography>
      <Facts
        facts={{
          Tasks: `${counts.running} running, ${counts.pending} pending, ${counts.desired} desired`,
          Status: service.status,
          Cluster: service.cluster,
          'Task definition': service.taskDefinition,
          Released: service.released ? undefined : 'no image released yet',
          'Last rollout': rollout && describeRollout(rollout),
          'Circuit breaker':
            rollout?.circuitBreaker &&
            `${rollout.circuitBreaker.failures} of ${rollout.circuitBreaker.threshold} failures`,
          Started: rollout?.startedAt && <Age at={rollout.startedAt} />,
          Updated: rollout?.updatedAt && <Age at={rollout.updatedAt} />,
          Console: service.consoleUrl && (
            <Link to={service.consoleUrl}>Open in the AWS console</Link>
          ),
        }}
      />
      {failures && <FailuresDetails service={name} failures={failures} />}
      {containers.length > 0 && (
        <DataTable
          label={`Containers of ${name}`}
          columns={['Container', 'Image', 'Running digest']}
          rows={containers.map(container => [
            container.name,
            container.image,
            container.digest ?? 'nothing runs',
          ])}
        />
      )}
      {events.length > 0 && (
        <DataTable
          label={`Events of ${name}`}
          columns={['When', 'Event']}
          rows={events.map(event => [
            <Age key="at" at={event.at} />,
            event.message,
          ])}
        />
      )}
    </>
  );
};

/** Every ECS service of the stack: counts, last rollout and why it failed, containers and events. */
export const DeploymentsDetails = ({ data }: { data: Deployments }) => (
  <>
    {data.services.length === 0 && (
      <Typography variant="body2">The stack has no ECS service.</Typography>
    )}
    {data.services.map(service => (
      <ServiceDetails key={service.name} service={service} />
    ))}
  </>
);
