import { Link } from '@backstage/core-components';
import {
  type ContainerLogs,
  type DeployedServiceDetails,
  type Problem,
  type Rollout,
} from '@slipway/plugin-slipway-common';
import { Facts } from '../tables';
import { ProblemNote } from '../verdict';
import { LastRollout } from './LastRollout';
import { RolloutHistoryTable } from './RolloutHistoryTable';
import { ScalingFacts } from './ScalingFacts';
import { TargetHealth } from './TargetHealth';
import { TasksTable } from './TasksTable';
import { PartHeading } from './PartHeading';

const Logs = ({ logs }: { logs: ContainerLogs[] }) => (
  <>
    <PartHeading>Logs</PartHeading>
    <Facts
      facts={Object.fromEntries(
        logs.map(({ container, driver, group, url }) => [
          container,
          url ? (
            <Link to={url}>{group}</Link>
          ) : (
            [driver, group].filter(Boolean).join(', ')
          ),
        ]),
      )}
    />
  </>
);

/** What keeps several parts away is told once. */
function distinct(problems: DeployedServiceDetails['problems']): Problem[] {
  const byMessage = new Map(
    problems.map(({ problem }) => [problem.message, problem]),
  );
  return [...byMessage.values()];
}

/** The last rollout, and what could not be read of the service. */
export const RolloutPart = (props: {
  details: DeployedServiceDetails;
  toldBy: Rollout['toldBy'];
}) => {
  const { name, rollout, problems } = props.details;
  return (
    <>
      {distinct(problems).map(problem => (
        <ProblemNote key={problem.message} problem={problem} />
      ))}
      {rollout && (
        <LastRollout service={name} rollout={rollout} toldBy={props.toldBy} />
      )}
    </>
  );
};

/** What stands below the containers: history, tasks, target health, scaling and logs. */
export const ServiceParts = ({
  details,
}: {
  details: DeployedServiceDetails;
}) => {
  const { name, history, tasks, targetGroups, scaling, logs, problems } =
    details;
  return (
    <>
      <TasksTable
        service={name}
        tasks={tasks}
        isPartial={problems.some(({ part }) => part === 'tasks')}
      />
      {targetGroups && targetGroups.length > 0 && (
        <TargetHealth service={name} targetGroups={targetGroups} />
      )}
      {scaling && <ScalingFacts scaling={scaling} />}
      {logs && logs.length > 0 && <Logs logs={logs} />}
      {history && <RolloutHistoryTable service={name} history={history} />}
    </>
  );
};
