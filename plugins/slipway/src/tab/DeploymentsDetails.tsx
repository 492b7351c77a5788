import { useId } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { Link } from '@backstage/core-components';
import {
  type DeployedService,
  type DeployedServiceDetails,
  type Deployments,
  type Rollout,
  type Scans,
} from '@slipway/plugin-slipway-common';
import {
  type LoadedDeploymentsDetails,
  PartHeading,
  RolloutPart,
  ServiceParts,
} from '../deployments';
import { type OperationTarget } from '../operations';
import { DataTable, Facts } from '../tables';
import { Age, ProblemNote, StaleMark } from '../verdict';
import { FailuresDetails } from './FailuresDetails';
import { HookDecision } from './HookDecision';

const LOADING_HEIGHT = 160;

const useStyles = makeStyles(
  theme => ({
    service: {
      '& + &': {
        marginTop: theme.spacing(3),
        paddingTop: theme.spacing(2),
        borderTop: `1px solid ${theme.palette.divider}`,
      },
    },
  }),
  { name: 'SlipwayDeploymentsDetails' },
);

/** `rolled back, 3 failed tasks`, followed by the reason where the details do not tell it. */
function describeRollout(
  { state, reason, failedTasks }: Rollout,
  details: DeployedServiceDetails['rollout'],
): string {
  const words = state.replaceAll('-', ' ');
  const count =
    failedTasks === 1 ? '1 failed task' : `${failedTasks} failed tasks`;
  const what = failedTasks > 0 ? `${words}, ${count}` : words;
  return reason && !details ? `${what}: ${reason}` : what;
}

type ServiceDetailsProps = {
  service: DeployedService;
  /** Undefined while they are loaded, or when they could not be. */
  details?: DeployedServiceDetails;
  isLoading: boolean;
  target: OperationTarget;
  scans: Scans | undefined;
};

const ServiceDetails = (props: ServiceDetailsProps) => {
  const { service, details, isLoading, target, scans } = props;
  const classes = useStyles();
  const headingId = useId();
  const { name, counts, rollout, failures, containers, events } = service;
  return (
    <section className={classes.service} aria-labelledby={headingId}>
      <Typography variant="subtitle1" component="h4" id={headingId}>
        {name}
      </Typography>
      <Facts
        facts={{
          Tasks: `${counts.running} running, ${counts.pending} pending, ${counts.desired} desired`,
          Status: service.status,
          Kind: service.daemon
            ? 'daemon: one task on each instance'
            : undefined,
          Capacity: service.capacity,
          Platform: service.platformVersion,
          Controller:
            service.controller === 'ECS' ? undefined : service.controller,
          Cluster: service.cluster,
          'Task definition': service.taskDefinition,
          Released: service.released ? undefined : 'no image released yet',
          'Last rollout': rollout && describeRollout(rollout, details?.rollout),
          ...(details?.rollout ? {} : rolloutFacts(rollout)),
          Console: service.consoleUrl && (
            <Link to={service.consoleUrl}>Open in the AWS console</Link>
          ),
        }}
      />
      {details && <RolloutPart details={details} toldBy={rollout?.toldBy} />}
      {details?.rollout && (
        <HookDecision rollout={details.rollout} target={target} scans={scans} />
      )}
      {failures && <FailuresDetails service={name} failures={failures} />}
      {containers.length > 0 && (
        <>
          <PartHeading>Containers</PartHeading>
          <DataTable
            label={`Containers of ${name}`}
            columns={['Container', 'Image', 'Running digest']}
            rows={containers.map(container => [
              container.name,
              container.image,
              container.digest ??
                (counts.running > 0 ? 'not known' : 'nothing runs'),
            ])}
          />
        </>
      )}
      {isLoading && (
        <Skeleton
          variant="rect"
          height={LOADING_HEIGHT}
          aria-label={`Tasks and rollouts of ${name} are loading`}
        />
      )}
      {details && <ServiceParts details={details} />}
      {events.length > 0 && (
        <>
          <PartHeading>Events</PartHeading>
          <DataTable
            label={`Events of ${name}`}
            columns={['When', 'Event']}
            rows={events.map(event => [
              <Age key="at" at={event.at} />,
              event.message,
            ])}
          />
        </>
      )}
    </section>
  );
};

/** What the facet itself knows of a rollout; the details know it better. */
function rolloutFacts(rollout: Rollout | undefined) {
  const { circuitBreaker, startedAt, updatedAt } = rollout ?? {};
  return {
    'Circuit breaker':
      circuitBreaker &&
      `${circuitBreaker.failures} of ${circuitBreaker.threshold} failures`,
    Started: startedAt && <Age at={startedAt} />,
    Updated: updatedAt && <Age at={updatedAt} />,
  };
}

export type DeploymentsDetailsProps = {
  data: Deployments;
  loaded: LoadedDeploymentsDetails;
  target: OperationTarget;
  /** What the scans facet knows, to stand beside a rollout that waits. */
  scans: Scans | undefined;
};

/** Every ECS service of the stack: counts, last rollout and why it failed, containers, tasks, history and events. */
export const DeploymentsDetails = (props: DeploymentsDetailsProps) => {
  const { data, loaded, target, scans } = props;
  const { details, problem, isStale } = loaded;
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      {isStale && <StaleMark />}
      {data.services.length === 0 && (
        <Typography variant="body2">The stack has no ECS service.</Typography>
      )}
      {data.services.map(service => (
        <ServiceDetails
          key={`${service.cluster}/${service.name}`}
          service={service}
          details={details?.services.find(
            ({ name, cluster }) =>
              name === service.name && cluster === service.cluster,
          )}
          isLoading={!details && !problem}
          target={target}
          scans={scans}
        />
      ))}
    </>
  );
};
