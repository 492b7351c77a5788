import { Fragment, type ReactNode, useId, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import {
  type DeployedTask,
  type TaskContainer,
} from '@slipway/plugin-slipway-common';
import { PagedTable } from '../tables';
import { Age } from '../verdict';
import { PartHeading } from './PartHeading';
import { shortId } from './shortId';

const ROWS_PER_PAGE = 10;

const useStyles = makeStyles(
  theme => ({
    tools: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      gap: theme.spacing(2),
    },
    filter: { minWidth: '22em' },
    word: { whiteSpace: 'nowrap' },
    containers: { listStyle: 'none', margin: 0, padding: 0 },
  }),
  { name: 'SlipwayTasksTable' },
);

/** Every word of a task that a person may look for. */
function wordsOf(task: DeployedTask): string {
  return [
    task.id,
    task.status,
    task.health,
    task.taskDefinition,
    task.zone,
    task.capacity,
    task.cpuArchitecture,
    ...task.addresses,
    task.stopCode,
    task.stoppedReason,
    ...task.containers.map(({ name }) => name),
  ]
    .join(' ')
    .toLocaleLowerCase('en-US');
}

function describeContainer(container: TaskContainer): string {
  const { name, status, health, exitCode, reason } = container;
  const parts = [`${name} ${status.toLocaleLowerCase('en-US')}`];
  if (health !== 'UNKNOWN') {
    parts.push(health.toLocaleLowerCase('en-US'));
  }
  if (exitCode !== undefined) {
    parts.push(`exit code ${exitCode}`);
  }
  if (reason) {
    parts.push(reason);
  }
  return parts.join(', ');
}

const Containers = ({ containers }: { containers: TaskContainer[] }) => {
  const classes = useStyles();
  return (
    <ul className={classes.containers}>
      {containers.map(container => (
        <li key={container.name}>
          {describeContainer(container)}
          {container.logsUrl && (
            <>
              {' '}
              <Link
                to={container.logsUrl}
                aria-label={`Logs of ${container.name}`}
              >
                Logs
              </Link>
            </>
          )}
        </li>
      ))}
    </ul>
  );
};

// The reason says what its code says, in words.
function taskStatus({ status, health, stopCode, stoppedReason }: DeployedTask) {
  const why = stoppedReason || stopCode;
  return [
    status,
    ...(health === 'UNKNOWN' ? [] : [health]),
    ...(why ? [why] : []),
  ].join(', ');
}

/** What is read as one, and so not torn apart. */
const Word = ({ children }: { children: ReactNode }) => {
  const classes = useStyles();
  return <span className={classes.word}>{children}</span>;
};

const TaskId = ({ task }: { task: DeployedTask }) => {
  const classes = useStyles();
  const short = shortId(task.id);
  return task.consoleUrl ? (
    <Link to={task.consoleUrl} title={task.id} className={classes.word}>
      {short}
    </Link>
  ) : (
    <span title={task.id} className={classes.word}>
      {short}
    </span>
  );
};

const Words = ({ words }: { words: (string | undefined)[] }) => {
  const known = words.flatMap(word => word ?? []);
  return (
    <>
      {known.length === 0 && '–'}
      {known.map((word, index) => (
        <Fragment key={word}>
          {index > 0 && ', '}
          <Word>{word}</Word>
        </Fragment>
      ))}
    </>
  );
};

function cellsOf(task: DeployedTask) {
  const moment = task.stoppedAt ?? task.startedAt;
  return [
    <TaskId key="id" task={task} />,
    taskStatus(task),
    task.taskDefinition,
    <Words key="zone" words={[task.zone]} />,
    moment ? (
      <>
        {task.stoppedAt ? 'stopped ' : 'started '}
        <Age at={moment} />
      </>
    ) : (
      '–'
    ),
    <Words key="capacity" words={[task.capacity, task.cpuArchitecture]} />,
    <Words key="addresses" words={task.addresses} />,
    <Containers key="containers" containers={task.containers} />,
  ];
}

export type TasksTableProps = {
  /** Name of the ECS service. */
  service: string;
  tasks: DeployedTask[];
  /** True where tasks could not be read: there may be others. */
  isPartial: boolean;
};

/** All tasks, those that run and those that stopped of late, to be searched by any word. */
export const TasksTable = ({ service, tasks, isPartial }: TasksTableProps) => {
  const classes = useStyles();
  const [filter, setFilter] = useState('');
  const filterId = useId();
  const wanted = filter.toLocaleLowerCase('en-US').split(/\s+/).filter(Boolean);
  const shown = tasks.filter(task => {
    const words = wordsOf(task);
    return wanted.every(word => words.includes(word));
  });
  return (
    <>
      <PartHeading>Tasks</PartHeading>
      {tasks.length === 0 ? (
        <Typography variant="body2">
          {isPartial
            ? 'Which tasks run, and which stopped, is not known.'
            : 'No task runs, and none stopped within the last hour.'}
        </Typography>
      ) : (
        <>
          <div className={classes.tools}>
            <TextField
              id={filterId}
              className={classes.filter}
              label={`Filter tasks of ${service}`}
              placeholder="revision, zone, status, address …"
              size="small"
              value={filter}
              onChange={event => setFilter(event.target.value)}
            />
            <Typography variant="caption" role="note" aria-live="polite">
              {shown.length} of {tasks.length}
              {tasks.length === 1 ? ' task' : ' tasks'}
              {isPartial && ', not all could be read'}
            </Typography>
          </div>
          <PagedTable
            label={`Tasks of ${service}`}
            columns={[
              'Task',
              'Status',
              'Revision',
              'Zone',
              'Since',
              'Capacity',
              'Address',
              'Containers',
            ]}
            rows={shown.map(cellsOf)}
            rowsPerPage={ROWS_PER_PAGE}
          />
        </>
      )}
    </>
  );
};
