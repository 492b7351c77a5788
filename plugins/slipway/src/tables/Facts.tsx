import { type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'minmax(11em, max-content) minmax(0, 1fr)',
      gap: theme.spacing(0.5, 2),
      margin: theme.spacing(1, 0),
      // Beside its name a fact would be a column of single words.
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
        rowGap: 0,
      },
    },
    term: { color: theme.palette.text.secondary },
    fact: {
      margin: 0,
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('xs')]: { marginBottom: theme.spacing(0.75) },
    },
  }),
  { name: 'SlipwayFacts' },
);

export type FactsProps = {
  /** What each fact is called, and the fact. One that is undefined is left out. */
  facts: Record<string, ReactNode>;
};

/** Facts by name. */
export const Facts = ({ facts }: FactsProps) => {
  const classes = useStyles();
  const known = Object.entries(facts).filter(([, fact]) => fact !== undefined);
  return (
    <dl className={classes.root}>
      {known.map(([term, fact]) => [
        <Typography
          key={`${term} term`}
          component="dt"
          variant="body2"
          className={classes.term}
        >
          {term}
        </Typography>,
        <Typography
          key={`${term} fact`}
          component="dd"
          variant="body2"
          className={classes.fact}
        >
          {fact}
        </Typography>,
      ])}
    </dl>
  );
};
