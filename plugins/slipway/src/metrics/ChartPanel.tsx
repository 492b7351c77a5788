import { lazy, Suspense, useState } from 'react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { CopyTextButton } from '@backstage/core-components';
import {
  type MetricsChart,
  type MetricsHistory,
} from '@slipway/plugin-slipway-common';
import { DataTable } from '../tables';
import { ProblemNote } from '../verdict';
import { CHART_HEIGHT } from './chartHeight';
import { formatValue } from './formatValue';
import { type RolloutMark } from './rolloutMarks';
import { describeSeries, isMeasured, timelineRows } from './timeline';

const LinesChart = lazy(() =>
  import('./LinesChart').then(module => ({ default: module.LinesChart })),
);

const useStyles = makeStyles(
  theme => ({
    figure: { margin: 0, minWidth: 0 },
    chart: { height: CHART_HEIGHT },
    query: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      '& code': { overflowWrap: 'anywhere', fontSize: '0.75rem' },
    },
    values: { maxHeight: CHART_HEIGHT, overflow: 'auto' },
  }),
  { name: 'SlipwayChartPanel' },
);

export type ChartPanelProps = {
  chart: MetricsChart;
  history: MetricsHistory;
  marks: readonly RolloutMark[];
};

const Values = ({ chart, history }: ChartPanelProps) => (
  <DataTable
    label={`Values of ${chart.title}`}
    columns={['When', ...chart.series.map(({ name }) => name)]}
    rows={timelineRows(chart, history)
      .reverse()
      .map(row => [
        new Date(row.at).toLocaleString(),
        ...chart.series.map((_, line) => {
          const value = row[line];
          return value === null ? '–' : formatValue(value, chart.unit);
        }),
      ])}
  />
);

/** A chart with its title, its values as a table and its queries for copying. */
export const ChartPanel = (props: ChartPanelProps) => {
  const { chart, marks } = props;
  const classes = useStyles();
  const [shown, setShown] = useState<'values' | 'query'>();
  const toggle = (part: 'values' | 'query') =>
    setShown(current => (current === part ? undefined : part));
  const description = [
    ...chart.series.map(({ name, points }) =>
      describeSeries(name, points, chart.unit),
    ),
    ...marks.map(
      ({ at, text }) => `rollout of ${text}, ${new Date(at).toLocaleString()}`,
    ),
  ].join('; ');
  return (
    <figure className={classes.figure} aria-label={chart.title}>
      <Typography variant="subtitle2" component="figcaption">
        {chart.title}
      </Typography>
      {chart.problem && isMeasured(chart) && (
        <ProblemNote problem={chart.problem} />
      )}
      {isMeasured(chart) ? (
        <div className={classes.chart} role="img" aria-label={description}>
          <Suspense fallback={null}>
            <LinesChart {...props} height={CHART_HEIGHT} />
          </Suspense>
        </div>
      ) : (
        // In the place of the chart, so that nothing moves when it is there again.
        <div className={classes.chart}>
          {chart.problem && <ProblemNote problem={chart.problem} />}
        </div>
      )}
      {chart.omittedSeries !== undefined && (
        <Typography variant="caption" component="p">
          {chart.omittedSeries} more series are not shown: let the query
          aggregate them.
        </Typography>
      )}
      <Button
        size="small"
        aria-expanded={shown === 'values'}
        onClick={() => toggle('values')}
      >
        Values
      </Button>
      <Button
        size="small"
        aria-expanded={shown === 'query'}
        onClick={() => toggle('query')}
      >
        Query
      </Button>
      {shown === 'values' && (
        <div className={classes.values}>
          <Values {...props} />
        </div>
      )}
      {shown === 'query' &&
        chart.queries.map(query => (
          <div key={query} className={classes.query}>
            <code>{query}</code>
            <CopyTextButton text={query} tooltipText="The query is copied" />
          </div>
        ))}
    </figure>
  );
};
