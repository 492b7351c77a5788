import Typography from '@material-ui/core/Typography';
import {
  type PastRollout,
  type RolloutHistory,
} from '@slipway/plugin-slipway-common';
import { percentage, timeSpan } from '../summary';
import { Facts, PagedTable } from '../tables';
import { Age } from '../verdict';
import { OutcomeLabel } from './OutcomeLabel';
import { PartHeading } from './PartHeading';

const ROWS_PER_PAGE = 10;

function cellsOf(rollout: PastRollout) {
  const { durationSeconds, outcome, reason, startedAt } = rollout;
  return [
    <OutcomeLabel key="outcome" outcome={outcome} />,
    <Age key="started" at={startedAt} />,
    durationSeconds === undefined ? '–' : timeSpan(durationSeconds),
    rollout.taskDefinition ?? '–',
    reason ?? '–',
  ];
}

export type RolloutHistoryTableProps = {
  /** Name of the ECS service. */
  service: string;
  history: RolloutHistory;
};

/** The rollouts of the last 90 days, how often one failed, and how long it took to restore the service. */
export const RolloutHistoryTable = (props: RolloutHistoryTableProps) => {
  const { service, history } = props;
  const { rollouts, succeeded, failed, changeFailureRate } = history;
  if (rollouts.length === 0) {
    return (
      <>
        <PartHeading>Rollouts of the last 90 days</PartHeading>
        <Typography variant="body2">None.</Typography>
      </>
    );
  }
  return (
    <>
      <PartHeading>Rollouts of the last 90 days</PartHeading>
      <Facts
        facts={{
          'Change failure rate':
            changeFailureRate === undefined
              ? 'no rollout has ended yet'
              : `${percentage(changeFailureRate)} (${failed} of ${
                  succeeded + failed
                })`,
          'Time to restore':
            history.timeToRestoreSeconds === undefined
              ? undefined
              : `${timeSpan(history.timeToRestoreSeconds)} (median)`,
        }}
      />
      <PagedTable
        label={`Rollouts of ${service}`}
        columns={[
          'Outcome',
          'Started',
          'Duration',
          'Task definition',
          'Reason',
        ]}
        rows={rollouts.map(cellsOf)}
        rowsPerPage={ROWS_PER_PAGE}
      />
    </>
  );
};
