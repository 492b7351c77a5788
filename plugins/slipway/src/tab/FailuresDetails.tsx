import { makeStyles } from '@material-ui/core/styles';
import {
  type DeployedService,
  type Diagnosis,
  type TaskFailure,
} from '@slipway/plugin-slipway-common';
import { PartHeading, shortId } from '../deployments';
import { DataTable } from '../tables';
import { Age } from '../verdict';

/** What a cause means and what to do; a cause that no rule knows stands for itself. */
function explain(diagnosis: Diagnosis | undefined): string {
  return diagnosis ? `${diagnosis.explanation}. ${diagnosis.fix}.` : '–';
}

function describeTasks({ count, examples }: TaskFailure): string {
  return `${count}: ${examples.map(shortId).join(', ')}${
    count > examples.length ? ', …' : ''
  }`;
}

const useStyles = makeStyles(
  { word: { whiteSpace: 'nowrap' } },
  { name: 'SlipwayFailuresDetails' },
);

const Cause = ({ stopCode, reason }: TaskFailure) => {
  const classes = useStyles();
  return (
    <>
      {stopCode && <span className={classes.word}>{stopCode}</span>}
      {stopCode && reason && ': '}
      {reason}
    </>
  );
};

function describeContainer({ container, exitCode }: TaskFailure): string {
  if (container === undefined) {
    return '–';
  }
  return exitCode === undefined
    ? container
    : `${container}, exit code ${exitCode}`;
}

export type FailuresDetailsProps = {
  /** Name of the ECS service. */
  service: string;
  failures: NonNullable<DeployedService['failures']>;
};

/** Why the last rollout failed: stopped tasks and events by cause, each with what is known to help. */
export const FailuresDetails = (props: FailuresDetailsProps) => {
  const { service, failures } = props;
  const { tasks, events } = failures;
  return (
    <>
      <PartHeading>Why it failed</PartHeading>
      {tasks.length > 0 && (
        <DataTable
          label={`Failed tasks of ${service}`}
          columns={[
            'Last',
            'Stopped tasks',
            'Cause',
            'Container',
            'What helps',
          ]}
          rows={tasks.map(failure => [
            failure.lastAt && <Age key="last" at={failure.lastAt} />,
            describeTasks(failure),
            <Cause key="cause" {...failure} />,
            describeContainer(failure),
            explain(failure.diagnosis),
          ])}
        />
      )}
      {events.length > 0 && (
        <DataTable
          label={`Failure events of ${service}`}
          columns={['Last', 'Times', 'Event', 'What helps']}
          rows={events.map(event => [
            <Age key="last" at={event.lastAt} />,
            event.count,
            event.message,
            explain(event.diagnosis),
          ])}
        />
      )}
    </>
  );
};
