import { type ReactNode } from 'react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { type FacetResult } from '@slipway/plugin-slipway-common';
import { asOfOf, dataOf, isStale } from '../service';
import { Age, ProblemNote, StaleMark, VerdictLabel } from '../verdict';

const LOADING_HEIGHT = 120;

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(2),
      marginBottom: theme.spacing(2),
    },
    header: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      minHeight: theme.spacing(4),
    },
    actions: {
      display: 'flex',
      gap: theme.spacing(1),
      marginLeft: 'auto',
    },
  }),
  { name: 'SlipwayFacetSection' },
);

export type FacetSectionProps<T> = {
  id: string;
  title: string;
  /** Undefined until the facet has answered. */
  result?: FacetResult<T>;
  actions?: ReactNode;
  /** The details of what is known. */
  children: (data: T) => ReactNode;
};

/** One facet in full: verdict, age and problem above, its details below. */
export const FacetSection = <T,>(props: FacetSectionProps<T>) => {
  const { id, title, result, actions, children } = props;
  const classes = useStyles();
  const headingId = `${id}-heading`;
  const data = result && dataOf(result);
  const asOf = result && asOfOf(result);
  return (
    <Paper
      component="section"
      className={classes.root}
      id={id}
      aria-labelledby={headingId}
      aria-busy={result === undefined}
    >
      <div className={classes.header}>
        <Typography variant="h6" component="h3" id={headingId}>
          {title}
        </Typography>
        {result && <VerdictLabel verdict={result.verdict} />}
        {result && isStale(result) && <StaleMark />}
        {asOf && (
          <Typography variant="caption" color="textSecondary">
            <Age at={asOf} />
          </Typography>
        )}
        <div className={classes.actions}>{actions}</div>
      </div>
      {!result && (
        <Skeleton
          variant="rect"
          height={LOADING_HEIGHT}
          aria-label={`${title} is loading`}
        />
      )}
      {result?.problem && <ProblemNote problem={result.problem} />}
      {data !== undefined && children(data)}
    </Paper>
  );
};
