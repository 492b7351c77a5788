import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { type Problem } from '@slipway/plugin-slipway-common';

const useStyles = makeStyles(
  theme => ({
    root: {
      overflowWrap: 'anywhere',
      '& + &': { marginTop: theme.spacing(1) },
    },
    remedy: {
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'SlipwayProblemNote' },
);

/** What happened and what to do about it. */
export const ProblemNote = ({ problem }: { problem: Problem }) => {
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <Typography variant="body2">{problem.message}</Typography>
      {problem.missingAction && (
        <Typography variant="body2">
          Missing IAM action: <code>{problem.missingAction}</code>
        </Typography>
      )}
      <Typography variant="body2" className={classes.remedy}>
        {problem.remedy}
      </Typography>
    </div>
  );
};
