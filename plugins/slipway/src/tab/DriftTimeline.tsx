import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { type DriftPeriod } from '@slipway/plugin-slipway-common';
import { timeSpan } from '../summary';
import { DataTable } from '../tables';
import { Age } from '../verdict';

const useStyles = makeStyles(
  theme => ({ timeline: { marginTop: theme.spacing(2) } }),
  { name: 'SlipwayDriftTimeline' },
);

/** What drifted, since when or for how long, the latest first. */
export const DriftTimeline = ({
  history,
}: {
  history: readonly DriftPeriod[];
}) => {
  const classes = useStyles();
  const mended = history.filter(({ ended }) => ended);
  return (
    <details className={classes.timeline}>
      <summary>Timeline ({history.length})</summary>
      {mended.length > 0 && (
        <Typography variant="body2" color="textSecondary">
          Mended after {timeSpan(median(mended.map(lengthOf)))} in the median.
        </Typography>
      )}
      <DataTable
        label="Drift timeline"
        columns={['Resource', 'Attribute', 'Kind', 'Began', 'Lasted']}
        rows={history.map(period => [
          period.address,
          period.attribute ?? 'the whole resource',
          period.kind,
          <Age key="began" at={period.began} />,
          period.ended ? timeSpan(lengthOf(period)) : 'still there',
        ])}
      />
    </details>
  );
};

// Seconds.
function lengthOf({ began, ended = began }: DriftPeriod): number {
  return (Date.parse(ended) - Date.parse(began)) / 1_000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
