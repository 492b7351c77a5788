import { lazy, Suspense } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { type Metrics, type MetricsUnit } from '@slipway/plugin-slipway-common';
import { SPARKLINE } from './sparklineSize';
import { describeSeries } from './timeline';

const Sparkline = lazy(() =>
  import('./Sparkline').then(module => ({ default: module.Sparkline })),
);

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      // One line whatever is known: the card does not jump.
      overflow: 'hidden',
      gap: theme.spacing(1.5),
      height: SPARKLINE.height,
    },
    line: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) },
    chart: SPARKLINE,
  }),
  { name: 'SlipwaySparklines' },
);

const LINES: {
  key: 'requestRate' | 'errorRatio' | 'latencyP95';
  title: string;
  unit: MetricsUnit;
}[] = [
  { key: 'requestRate', title: 'Requests', unit: 'requests-per-second' },
  { key: 'errorRatio', title: 'Errors', unit: 'ratio' },
  { key: 'latencyP95', title: 'p95', unit: 'seconds' },
];

/** The last hour of a service in three lines. What was not measured has none. */
export const Sparklines = ({ metrics }: { metrics?: Metrics }) => {
  const classes = useStyles();
  const { trend } = metrics ?? {};
  return (
    <div className={classes.root}>
      {LINES.map(({ key, title, unit }) => {
        const points = trend?.[key] ?? [];
        return (
          points.some(point => point !== null) && (
            <div key={key} className={classes.line}>
              <Typography variant="caption" color="textSecondary">
                {title}
              </Typography>
              <div
                className={classes.chart}
                role="img"
                aria-label={`The last hour: ${describeSeries(
                  title,
                  points,
                  unit,
                )}`}
              >
                <Suspense fallback={null}>
                  <Sparkline points={points} />
                </Suspense>
              </div>
            </div>
          )
        );
      })}
    </div>
  );
};
