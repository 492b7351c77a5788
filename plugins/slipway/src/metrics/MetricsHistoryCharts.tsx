import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import {
  type MetricsHistory,
  type MetricsRange,
} from '@slipway/plugin-slipway-common';
import { type ServiceLocation } from '../api';
import { ProblemNote, StaleMark } from '../verdict';
import { CHART_HEIGHT } from './chartHeight';
import { ChartPanel } from './ChartPanel';
import { RangePicker } from './RangePicker';
import { type KnownRollouts, rolloutMarks } from './rolloutMarks';
import { isMeasured } from './timeline';
import { useMetricsHistory } from './useMetricsHistory';

// As many as most services have: what follows does not jump when they are there.
const LOADING_CHARTS = ['requests', 'errors', 'latency', 'cpu'];

const useStyles = makeStyles(
  theme => ({
    header: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      margin: theme.spacing(2, 0, 1),
    },
    charts: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 26em), 1fr))',
      gap: theme.spacing(2),
    },
  }),
  { name: 'SlipwayMetricsHistoryCharts' },
);

type ChartsProps = { history: MetricsHistory; rollouts: KnownRollouts };

const Charts = ({ history, rollouts }: ChartsProps) => {
  const classes = useStyles();
  const marks = rolloutMarks(rollouts, history);
  const shown = history.charts.filter(
    chart => isMeasured(chart) || chart.problem,
  );
  const empty = history.charts.filter(chart => !shown.includes(chart));
  return (
    <>
      <div className={classes.charts}>
        {shown.map(chart => (
          <ChartPanel
            key={chart.id}
            chart={chart}
            history={history}
            marks={marks}
          />
        ))}
      </div>
      {empty.length > 0 && (
        <Typography variant="body2" color="textSecondary">
          Not measured in this range:{' '}
          {empty.map(({ title }) => title).join(', ')}.
        </Typography>
      )}
    </>
  );
};

/** Where the service is, and its rollouts: marked on the time axis, as far as they are known. */
export type MetricsHistoryChartsProps = KnownRollouts & {
  location: ServiceLocation;
};

/** The charts of a service over a range that is chosen here. */
export const MetricsHistoryCharts = (props: MetricsHistoryChartsProps) => {
  const { location, ...rollouts } = props;
  const classes = useStyles();
  const [range, setRange] = useState<MetricsRange>('1h');
  const { history, problem } = useMetricsHistory(location, range);
  const loading = !history && !problem;
  return (
    <section
      aria-label={`Charts of ${location.environment}`}
      aria-busy={loading}
    >
      <div className={classes.header}>
        <RangePicker range={range} onChange={setRange} />
        {history && problem && <StaleMark />}
      </div>
      {problem && <ProblemNote problem={problem} />}
      {loading && (
        <div className={classes.charts}>
          {LOADING_CHARTS.map(chart => (
            <Skeleton
              key={chart}
              variant="rect"
              // Title, chart and buttons.
              height={CHART_HEIGHT + 56}
              aria-label="A chart is loading"
            />
          ))}
        </div>
      )}
      {history && <Charts history={history} rollouts={rollouts} />}
    </section>
  );
};
