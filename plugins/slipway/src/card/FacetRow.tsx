import { type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { type FacetResult } from '@slipway/plugin-slipway-common';
import { slipwayApiRef } from '../api';
import { asOfOf, dataOf, isStale } from '../service';
import { Age, ProblemNote, StaleMark, VerdictLabel } from '../verdict';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: '8em 9em minmax(0, 1fr) auto',
      columnGap: theme.spacing(1),
      alignItems: 'start',
      // The height of a row with one line: the skeleton has it already.
      minHeight: theme.spacing(4.5),
      padding: theme.spacing(0.75, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'minmax(0, 1fr) auto',
      },
    },
    summary: {
      display: 'flex',
      flexDirection: 'column',
      overflowWrap: 'anywhere',
    },
    age: {
      color: theme.palette.text.secondary,
      display: 'flex',
      gap: theme.spacing(1),
      [theme.breakpoints.down('xs')]: {
        flexDirection: 'column',
        alignItems: 'flex-end',
        gap: 0,
      },
    },
  }),
  { name: 'SlipwayFacetRow' },
);

export type FacetRowProps<T> = {
  title: string;
  /** The facet's section of the tab; absent where no tab is installed. */
  href?: string;
  /** Undefined until the facet has answered. */
  result?: FacetResult<T>;
  summarize: (data: T, now: number) => string;
  /** A second line, where there is something to explain. */
  explain?: (data: T) => ReactNode;
  /** Stands below, and takes the same space while nothing is known. */
  picture?: (data: T | undefined) => ReactNode;
};

type FacetSummaryProps<T> = {
  result: FacetResult<T>;
  summarize: (data: T, now: number) => string;
  explain?: (data: T) => ReactNode;
};

const FacetSummary = <T,>(props: FacetSummaryProps<T>) => {
  const { result, summarize, explain } = props;
  const api = useApi(slipwayApiRef);
  const data = dataOf(result);
  const { problem } = result;
  if (data === undefined) {
    return problem ? <ProblemNote problem={problem} /> : null;
  }
  const explanation = explain?.(data);
  return (
    <>
      <Typography variant="body2">{summarize(data, api.now())}</Typography>
      {explanation && <Typography variant="body2">{explanation}</Typography>}
      {problem?.code === 'not-released' ? (
        // The summary says what happened already.
        <Typography variant="body2" color="textSecondary">
          {problem.remedy}
        </Typography>
      ) : (
        problem && <ProblemNote problem={problem} />
      )}
    </>
  );
};

const FacetAge = ({ result }: { result: FacetResult<unknown> }) => {
  const asOf = asOfOf(result);
  return (
    <>
      {isStale(result) && <StaleMark />}
      {asOf && <Age at={asOf} />}
    </>
  );
};

/** One facet of the card in one line, and below it the problem when there is one. */
export const FacetRow = <T,>(props: FacetRowProps<T>) => {
  const { title, href, result, summarize, explain, picture } = props;
  const classes = useStyles();
  return (
    <li className={classes.root} aria-busy={result === undefined}>
      <Typography variant="body2" component="span">
        {href ? <Link to={href}>{title}</Link> : title}
      </Typography>
      <Typography variant="body2" component="span">
        {result ? (
          <VerdictLabel verdict={result.verdict} />
        ) : (
          <Skeleton width="6em" aria-label={`${title} is loading`} />
        )}
      </Typography>
      <div className={classes.summary}>
        {result ? (
          <FacetSummary
            result={result}
            summarize={summarize}
            explain={explain}
          />
        ) : (
          <Typography variant="body2" component="span">
            <Skeleton width="60%" />
          </Typography>
        )}
        {picture?.(result && dataOf(result))}
      </div>
      <Typography variant="caption" className={classes.age}>
        {result && <FacetAge result={result} />}
      </Typography>
    </li>
  );
};
